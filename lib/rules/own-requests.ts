import type { Rule } from '../platform/ports.ts';

/**
 * Takes `Origin` out of our own POST requests. Browsers add the extension's there, and identity providers refuse origins that
 * are not registered for the client (oidc-provider and Entra do), although a token request is none of a web page.
 * @param hostname of the extension's own pages, which is the initiator of what its worker asks.
 */
export function ownRequestsRule(hostname: string): Rule {
  return {
    id: 1,
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
    condition: {
      initiatorDomains: [hostname],
      requestMethods: ['post'],
      resourceTypes: ['xmlhttprequest'],
    },
  };
}

import type { Injection } from '../rules/injection.ts';
import type { Session } from './session.ts';
import type { OAuthSettings } from './settings.ts';

/** What a session adds to a request (RFC 6750, 2.1 and 2.3). Further tokens are headers, so a query has none. */
export function injectionOf(settings: OAuthSettings, { accessToken, headers }: Session): Injection {
  const { tokenUse, tokenName, tokenScheme } = settings;
  if (tokenUse === 'query') return { kind: 'query', parameters: [{ name: tokenName, value: accessToken }] };
  const value = tokenScheme === '' ? accessToken : `${tokenScheme} ${accessToken}`;
  const extra = Object.entries(headers).map(([name, text]) => ({ name, value: text }));
  return {
    kind: 'headers',
    headers: [
      { name: tokenName, value },
      ...extra.filter(({ name }) => name.toLowerCase() !== tokenName.toLowerCase()),
    ],
  };
}

import { BROWSER_REDIRECT, PASTED_REDIRECT } from '../oauth/redirects.ts';
import type { OAuthSettings } from '../oauth/settings.ts';
import type { MethodField } from './method.ts';

export type Flow = OAuthSettings['flow'];

const REDIRECTS = ['http://127.0.0.1:7070/', 'http://localhost:5000/callback', PASTED_REDIRECT];

const rare = (name: string, more: Partial<MethodField> = {}): MethodField => ({
  name,
  secret: false,
  optional: true,
  rare: true,
  ...more,
});

/** Where nothing but addresses is known of a provider, and how a token is used. */
const RARE_FIELDS: MethodField[] = [
  rare('audience'),
  rare('resource'),
  rare('extraParameters'),
  rare('clientAuthentication', { choices: ['', 'none', 'basic', 'post'] }),
  rare('tokenUse', { choices: ['header', 'query'], initial: 'header' }),
  rare('tokenName'),
  rare('tokenScheme', { initial: 'Bearer' }),
  rare('extraTokens'),
  rare('tokenEndpoint'),
  rare('refreshEndpoint'),
  rare('revocationEndpoint'),
];

const CODE_FIELDS: MethodField[] = [
  rare('identity', { choices: ['idToken', 'userinfo', 'none'], initial: 'idToken' }),
  rare('trustedAudiences'),
  rare('authorizationEndpoint'),
  rare('userinfoEndpoint'),
  rare('endSessionEndpoint'),
  rare('jwksUri'),
];

const ISSUER: MethodField = { name: 'issuer', secret: false };
const CLIENT_ID: MethodField = { name: 'clientId', secret: false };
const SCOPES: MethodField = { ...rare('scopes'), initial: 'openid profile email' };
const SECRET: MethodField = { name: 'clientSecret', secret: true };

/** The form of each flow. */
export const FIELDS: Record<Flow, MethodField[]> = {
  code: [
    ...[ISSUER, CLIENT_ID, { ...SECRET, optional: true }],
    { name: 'redirect', secret: false, optional: true, initial: BROWSER_REDIRECT, suggestions: REDIRECTS },
    ...[SCOPES, ...RARE_FIELDS, ...CODE_FIELDS],
  ],
  clientCredentials: [ISSUER, CLIENT_ID, SECRET, { ...SCOPES, initial: '' }, ...RARE_FIELDS],
  password: [
    ...[ISSUER, CLIENT_ID, { ...SECRET, optional: true }],
    { name: 'username', secret: false },
    { name: 'password', secret: true },
    { name: 'totp', secret: true, optional: true },
    ...[SCOPES, ...RARE_FIELDS],
  ],
};

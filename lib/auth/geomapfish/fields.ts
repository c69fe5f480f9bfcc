import type { MethodField } from '../method.ts';

/**
 * How GeoMapFish (c2cgeoportal) lets people in. `oauth2`: the portal is the provider. `openid`: an external provider, whose
 * token the portal takes. `page`: the portal's own login page. `login`: the same, typed here. `basic`: HTTP Basic.
 */
export const WAYS = ['oauth2', 'openid', 'page', 'login', 'basic'] as const;
export type Way = (typeof WAYS)[number];

/** Where QGIS listens; its clients are registered with it, at Zitadel too. */
const QGIS_REDIRECT = 'http://127.0.0.1:7070/';

const on = (...is: Way[]) => ({ when: { field: 'way', is } });
const open = (name: string, more: Partial<MethodField>): MethodField => ({ name, secret: false, ...more });
const note = (name: string, more: Partial<MethodField>): MethodField => open(name, { kind: 'note', ...more });
const rare = { optional: true, rare: true } as const;

/** The form: the portal, the way in, and what that way needs. */
export const FIELDS: readonly MethodField[] = [
  open('portal', {}),
  open('way', { choices: WAYS, initial: 'oauth2' }),
  open('issuer', on('openid')),
  open('clientId', on('oauth2', 'openid')),
  { name: 'clientSecret', secret: true, optional: true, ...on('oauth2', 'openid') },
  open('redirect', {
    optional: true,
    initial: QGIS_REDIRECT,
    suggestions: [QGIS_REDIRECT],
    ...on('oauth2', 'openid'),
  }),
  note('portalClient', on('oauth2')),
  open('username', on('login', 'basic')),
  { name: 'password', secret: true, ...on('login', 'basic') },
  { name: 'otp', secret: true, optional: true, ...on('login') },
  note('portalOnce', on('login', 'basic')),
  note('portalPages', on('page', 'login')),
  note('portalBasic', on('basic')),
  open('scopes', { ...rare, initial: 'openid profile email', ...on('openid') }),
  open('identity', {
    ...rare,
    choices: ['idToken', 'userinfo', 'none'],
    initial: 'idToken',
    ...on('openid'),
  }),
  open('trustedAudiences', { ...rare, ...on('openid') }),
  open('extraParameters', { ...rare, ...on('openid') }),
  { name: 'otpSecret', secret: true, ...rare, ...on('login') },
  note('portalBothFactors', { rare: true, ...on('login') }),
];

import type { MethodField } from '../method.ts';

const WITH_TOKEN_HANDLER = { field: 'way', is: ['password', 'trusted'] };
const PASSWORD = { field: 'way', is: ['password'] };
const TRUSTED = { field: 'way', is: ['trusted'] };
const COMPUTED = { field: 'validatorFrom', is: ['computed'] };

const text = (name: string, more: Partial<MethodField> = {}): MethodField => ({
  name,
  secret: false,
  ...more,
});
const secret = (name: string, more: Partial<MethodField> = {}): MethodField => ({
  name,
  secret: true,
  ...more,
});

/**
 * The form: a way, and then only what it needs. Token targets are flags that add up (Feed 1, Query 2, Recognize 4, WsInfo 8,
 * ClientToken 16; 256 is any): maps query and list workspaces.
 */
export const FIELDS: MethodField[] = [
  text('way', { choices: ['password', 'token', 'trusted'], initial: 'password' }),
  text('server', { when: WITH_TOKEN_HANDLER }),
  text('username', { when: PASSWORD }),
  secret('password', { when: PASSWORD }),
  secret('token', { when: { field: 'way', is: ['token'] } }),
  text('clientId', { when: TRUSTED }),
  text('userKind', { choices: ['geodi', 'ldap', 'name'], initial: 'geodi', when: TRUSTED }),
  text('domain', { optional: true, when: { field: 'userKind', is: ['ldap'] } }),
  text('loginUser', { when: TRUSTED }),
  secret('userSession', { when: TRUSTED }),
  text('validatorFrom', {
    choices: ['pasted', 'fetched', 'computed'],
    initial: 'pasted',
    when: TRUSTED,
  }),
  secret('validator', { when: { field: 'validatorFrom', is: ['pasted'] } }),
  text('validatorUrl', { when: { field: 'validatorFrom', is: ['fetched'] } }),
  secret('validatorSecret', { when: COMPUTED }),
  text('validatorSecretHolder', { kind: 'note', when: COMPUTED }),
  text('tokenTarget', { rare: true, choices: ['10', '11', '256'], initial: '10', when: PASSWORD }),
  text('wsName', { rare: true, optional: true, when: PASSWORD }),
  text('timeOutMinute', { rare: true, initial: '120', when: TRUSTED }),
  text('validatorMinutes', { rare: true, initial: '5', when: COMPUTED }),
  text('ipFilter', { rare: true, optional: true, when: TRUSTED }),
  text('requestBy', { rare: true, choices: ['POST', 'GET'], initial: 'POST', when: TRUSTED }),
];

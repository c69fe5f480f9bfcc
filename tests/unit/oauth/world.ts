import type { ClientMetadata } from 'oidc-provider';
import { startAuthorization } from '../../../lib/oauth/authorize.ts';
import { discover } from '../../../lib/oauth/discovery.ts';
import type { Party } from '../../../lib/oauth/party.ts';
import { providerOf } from '../../../lib/oauth/provider.ts';
import type { Pending, Session } from '../../../lib/oauth/session.ts';
import { readSettings } from '../../../lib/oauth/settings.ts';
import { exchangeCode } from '../../../lib/oauth/tokens.ts';
import type { IdentityProvider } from '../../servers/identity-provider.ts';
import { type Doings, Person } from '../../servers/person.ts';

export const REDIRECT = 'https://layerkey.example/callback';
export const CODE = 'planted-code-31cc';
export const SECRET = 'the-secret-of-the-client-0123456789';

/** Clients as providers register them. */
export const CLIENTS: ClientMetadata[] = [
  {
    client_id: 'public',
    token_endpoint_auth_method: 'none',
    redirect_uris: [REDIRECT],
    grant_types: ['authorization_code', 'refresh_token'],
  },
  {
    client_id: 'with-a.secret:1',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [REDIRECT],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
  },
  {
    client_id: 'by-post',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [REDIRECT],
    grant_types: ['authorization_code', 'client_credentials', 'password'],
  },
];

/** A party to `provider` as an account with these settings has it. */
export async function partyTo(
  provider: { issuer: string },
  values: Record<string, string> = {},
  rest: Partial<Party> = {},
): Promise<Party> {
  const settings = readSettings({ clientId: 'public', issuer: provider.issuer, ...values });
  const discovered = settings.issuer === '' ? null : await discover(settings.issuer, fetch);
  return {
    settings,
    provider: providerOf(settings, discovered),
    clientSecret: '',
    fetch,
    now: Date.now,
    ...rest,
  };
}

/** Goes through the provider's pages. @returns what the browser would hand back. */
export async function authorize(
  party: Party,
  { user }: IdentityProvider,
  doings: Partial<Doings> = {},
  person = new Person(),
): Promise<{ pending: Pending; callback: string | null }> {
  const { url, pending } = await startAuthorization(party, REDIRECT);
  return { pending, callback: await person.signIn(url, REDIRECT, { ...user, ...doings }) };
}

/** The browser's return, and what follows; `change` is what an attacker or a bad provider does to the address. */
export async function comeBack(
  provider: { issuer: string },
  values: Record<string, string> = {},
  change: (url: URL, nonce: string) => unknown = () => {},
): Promise<Session> {
  const party = await partyTo(provider, values);
  const { pending } = await startAuthorization(party, REDIRECT);
  const callback = new URL(REDIRECT);
  callback.searchParams.set('code', CODE);
  callback.searchParams.set('state', pending.state);
  await change(callback, pending.nonce);
  return exchangeCode(party, pending, callback.href);
}

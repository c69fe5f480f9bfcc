import type { Page } from 'playwright-core';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from '../../servers/identity-provider.ts';
import { browserRedirect, type MapOptions, type MapStage, mapStage } from './map-stage.ts';
import { logIn, type Person } from './provider-pages.ts';
import { logRequests, type RequestLog } from './request-log.ts';

export const SECRET = 'the-secret-of-confidential-clients-01';

/** A map whose service asks an identity provider about every token (RFC 7662). */
export interface ProviderStage extends MapStage {
  provider: IdentityProvider;
  /** The provider's host and port, as sentences name it. */
  host: string;
  /** Every request that arrived at the provider. */
  log: RequestLog;
  /** Is this token good, by the provider's own word? */
  isActive(token: string): Promise<boolean>;
  /** Signs in at the provider's pages, as its one user. @returns the window. */
  logIn(person?: Partial<Person>): Promise<Page>;
}

export interface ProviderStageOptions
  extends Omit<IdentityProviderOptions, 'clients'>,
    Partial<Pick<MapOptions, 'tokenIn' | 'hosts' | 'grant' | 'extension'>> {
  /** Redirect URIs of the clients beside the browser's own. */
  redirects?: readonly string[];
}

/**
 * Starts all of it. Clients: `layerkey` (public), `basic` and `post` (with {@link SECRET}, sent as their name says), `robot`
 * (client credentials), `desk` (passwords).
 */
export async function providerStage(options: ProviderStageOptions = {}): Promise<ProviderStage> {
  const redirect_uris = [await browserRedirect(), ...(options.redirects ?? [])];
  const grant_types = ['authorization_code', 'refresh_token'];
  const alone = { redirect_uris: [], response_types: [] };
  const provider = await startIdentityProvider({
    ...options,
    clients: [
      { client_id: 'layerkey', token_endpoint_auth_method: 'none', redirect_uris, grant_types },
      ...(['basic', 'post'] as const).map((client_id) => ({
        client_id,
        client_secret: SECRET,
        token_endpoint_auth_method: `client_secret_${client_id}` as const,
        redirect_uris,
        grant_types,
      })),
      { client_id: 'robot', client_secret: SECRET, grant_types: ['client_credentials'], ...alone },
      {
        client_id: 'desk',
        token_endpoint_auth_method: 'none',
        grant_types: ['password', 'refresh_token'],
        ...alone,
      },
    ],
  });
  const isActive = async (token: string): Promise<boolean> => {
    const answer = await fetch(`${provider.issuer}/token/introspection`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`basic:${SECRET}`).toString('base64')}` },
      body: new URLSearchParams({ token }),
    });
    return ((await answer.json()) as { active: boolean }).active;
  };
  const log = logRequests(provider.port);
  const grant = [provider.issuer, ...(options.redirects ?? []), ...(options.grant ?? [])];
  const stage = await mapStage({ ...options, grant, isGood: isActive });
  const { fillIn, anew } = stage;
  const end = stage[Symbol.asyncDispose];
  return Object.assign(stage, {
    provider,
    host: new URL(provider.issuer).host,
    log,
    isActive,
    fillIn: (method: string, fields: Readonly<Record<string, string>>, address?: string) =>
      fillIn(method, { issuer: provider.issuer, ...fields }, address),
    anew: async () => {
      await anew();
      provider.forget();
      provider.requests.length = 0;
      log.clear();
    },
    logIn: (person?: Partial<Person>) =>
      logIn(stage.scene.browser.context, provider.issuer, { ...provider.user, ...person }),
    [Symbol.asyncDispose]: async () => {
      log.stop();
      await end();
      await provider.close();
    },
  });
}

import { readClientSecrets } from '../../interchange/client-secrets.ts';
import { apiOf } from '../../interchange/isogeo-hosts.ts';
import type { Values } from '../method.ts';

/** Isogeo's API, if the application is one of its platform; sealed with what else says where tokens go. */
const API = 'api';

/** An application as the OAuth settings of its sign-in; see `readSettings`. */
export interface Application {
  settings: Values;
  /** Empty for a public application. */
  clientSecret: string;
}

/** @throws AppError about what is wrong with the file. */
export function applicationIn(text: string): Application {
  const { type, clientId, clientSecret, tokenUri, authUri, redirect, scopes, isIsogeo } =
    readClientSecrets(text);
  const shared = {
    ...{ clientId, tokenEndpoint: tokenUri, identity: 'none' },
    ...(isIsogeo ? { [API]: apiOf(tokenUri) } : {}),
  };
  if (type === 'group') {
    // What such an application may is written down where it is registered.
    const settings = { ...shared, flow: 'clientCredentials', clientAuthentication: 'basic', scopes: '' };
    return { settings, clientSecret };
  }
  const asked = scopes ?? (isIsogeo ? [] : null);
  const settings = {
    ...shared,
    flow: 'code',
    clientAuthentication: clientSecret === '' ? 'none' : 'basic',
    authorizationEndpoint: authUri,
    redirect,
    ...(isIsogeo ? { refreshEndpoint: renewalAt(tokenUri) } : {}),
    ...(asked ? { scopes: asked.join(' ') } : {}),
  };
  return { settings, clientSecret };
}

/** The API of an application's settings; null where it is none of Isogeo's. */
export function apiIn(settings: Values): string | null {
  return settings[API] ?? null;
}

/** The odd address at which Isogeo renews: another grant type stands in it than in the body (doc-api, *userappconfidential*). */
function renewalAt(tokenUri: string): string {
  const url = new URL(tokenUri);
  url.searchParams.set('grant_type', 'client_credentials');
  return url.href;
}

/** An application's name without the UUID that Isogeo writes behind it: `plugin-qgis-0269803d...` is `plugin-qgis`. */
export function nameOf({ clientId = '' }: Values): string {
  return clientId.replace(/-(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, '') || clientId;
}

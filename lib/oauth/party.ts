import {
  allowInsecureRequests,
  type Client,
  type ClientAuth,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  customFetch,
  None,
} from 'oauth4webapi';
import { AppError } from '../errors.ts';
import { type Fetch, guarded } from './http.ts';
import type { Provider } from './provider.ts';
import type { OAuthSettings } from './settings.ts';

/** Everything that one exchange with a provider needs. */
export interface Party {
  settings: OAuthSettings;
  provider: Provider;
  /** Empty for a public client. */
  clientSecret: string;
  fetch: Fetch;
  /** Ms since the epoch. */
  now(): number;
  signal?: AbortSignal;
}

/** By how much the clocks of provider and computer may differ, in seconds. */
const CLOCK_TOLERANCE_S = 60;

/** The same for the library, on the party's clock. */
export function clientOf({ settings, now }: Party): Client {
  return {
    client_id: settings.clientId,
    [clockSkew]: Math.round((now() - Date.now()) / 1000),
    [clockTolerance]: CLOCK_TOLERANCE_S,
  };
}

/** @throws AppError `emptyField` where the client has to prove itself and has no secret. */
export function authenticationOf({ settings, clientSecret }: Party): ClientAuth {
  if (settings.clientAuthentication === 'none') return None();
  if (clientSecret === '') throw new AppError('emptyField', ['clientSecret']);
  return settings.clientAuthentication === 'post'
    ? ClientSecretPost(clientSecret)
    : secretByBasic(clientSecret);
}

/** Requests to addresses that were looked at (https, or this machine), by the party's own `fetch`. */
export function requestsOf({ fetch, signal }: Party) {
  return { [customFetch]: guarded(fetch, signal), [allowInsecureRequests]: true } as const;
}

/**
 * RFC 6749, 2.3.1: both parts form-encoded. The library escapes more than that encoding asks for (`-` and `.` too), and
 * servers that take both parts as they are refuse every client whose id is a UUID.
 */
function secretByBasic(secret: string): ClientAuth {
  const encoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  return (_server, client, _body, headers) => {
    headers.set('authorization', `Basic ${btoa(`${encoded(client.client_id)}:${encoded(secret)}`)}`);
  };
}

import { AppError } from '../errors.ts';
import { prove, required } from './fields.ts';
import type { Method } from './method.ts';

/** User name and password (RFC 7617, in UTF-8), sent without waiting for a challenge. */
export const basic: Method = {
  id: 'basic',
  fields: [
    { name: 'username', secret: false },
    { name: 'password', secret: true },
  ],
  repeat: false,
  inUrl: false,

  async signIn(values, tools) {
    const username = required(values, 'username');
    // RFC 7617, section 2: the user-id ends at the first colon.
    if (username.includes(':')) throw new AppError('badHeaderValue', ['username']);
    const settings = { username };
    const secrets = { password: required(values, 'password') };
    await prove(tools, this.inject(settings, secrets, undefined));
    return { settings, secrets, who: username };
  },

  inject(settings, secrets) {
    const value = `Basic ${base64(`${settings.username ?? ''}:${secrets.password ?? ''}`)}`;
    return { kind: 'headers', headers: [{ name: 'authorization', value }] };
  },
};

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

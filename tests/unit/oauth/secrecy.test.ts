import { inspect } from 'node:util';
import { processGenericTokenEndpointResponse } from 'oauth4webapi';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Handler } from '../../../demo/server.ts';
import { AppError } from '../../../lib/errors.ts';
import { startAuthorization } from '../../../lib/oauth/authorize.ts';
import { withUserinfo } from '../../../lib/oauth/identity.ts';
import type { Party } from '../../../lib/oauth/party.ts';
import { revoke } from '../../../lib/oauth/revoke.ts';
import type { Session } from '../../../lib/oauth/session.ts';
import { exchangeCode, refresh, signInAsClient, signInWithPassword } from '../../../lib/oauth/tokens.ts';
import {
  ACCESS_TOKEN,
  json,
  REFRESH_TOKEN,
  type ScriptedProvider,
  startScriptedProvider,
  WRONG_ANSWERS,
} from '../../servers/scripted-provider.ts';
import { CODE, partyTo, REDIRECT, SECRET } from './world.ts';

let provider: ScriptedProvider;
beforeEach(async () => {
  provider = await startScriptedProvider();
});
afterEach(() => provider.close());

const PASSWORD = 'planted-password-5e2a';
const TOTP = 'planted-924613';
const PLANTED = [SECRET, CODE, ACCESS_TOKEN, REFRESH_TOKEN, PASSWORD, TOTP];
const session: Session = {
  accessToken: ACCESS_TOKEN,
  tokenType: 'bearer',
  refreshToken: REFRESH_TOKEN,
  receivedAt: 0,
  expiresAt: null,
  scope: '',
  headers: {},
  claims: { sub: 'anna' },
};

/** Which of `secrets` stand in anything that could be shown or logged of an error: as they are, escaped, or in base64. */
function foundIn(error: unknown, secrets: readonly string[]): string[] {
  const text = inspect(error, { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true });
  const forms = (secret: string) =>
    [secret, encodeURIComponent(secret), ...[0, 1, 2].map((shift) => base64Core(secret, shift))].filter(
      Boolean,
    );
  return secrets.filter((secret) => forms(secret).some((form) => text.includes(form)));
}

/** The part of a secret's base64 that does not depend on what stands around it, `shift` bytes into a group of three. */
function base64Core(secret: string, shift: number): string {
  const whole = Buffer.from('x'.repeat(shift) + secret)
    .toString('base64')
    .replace(/=+$/, '');
  return whole.slice(shift === 0 ? 0 : 4, -4);
}

/** A provider that says all it was told, wherever an answer can hold it. */
const echo = (status: number): Handler =>
  json(
    ({ body, headers }) => ({
      error: status === 200 ? undefined : `invalid_grant ${body}`,
      error_description: `${headers.authorization} ${body}`,
      error_uri: `https://x.example/?${body}`,
      access_token: `${body}\n${headers.authorization}`,
      token_type: 'Bearer',
      sub: `${body} ${headers.authorization}`,
    }),
    status,
    { 'WWW-Authenticate': `Bearer error="${ACCESS_TOKEN} ${SECRET}"` },
  );

const ATTEMPTS: Record<string, (party: Party) => Promise<unknown>> = {
  code: async (party) => {
    const { pending } = await startAuthorization(party, REDIRECT);
    try {
      return await exchangeCode(party, pending, `${REDIRECT}?code=${CODE}&state=${pending.state}`);
    } catch (error) {
      expect(foundIn(error, [pending.verifier, pending.state])).toEqual([]);
      throw error;
    }
  },
  'a callback that is not ours': async (party) => {
    const { pending } = await startAuthorization(party, REDIRECT);
    return exchangeCode(party, pending, `${REDIRECT}?code=${CODE}&state=${SECRET}&error=${PASSWORD}`);
  },
  'a refusal that repeats them': async (party) => {
    const { pending } = await startAuthorization(party, REDIRECT);
    const repeated = `error=${CODE}&error_description=${SECRET}&code=${CODE}`;
    return exchangeCode(party, pending, `${REDIRECT}?${repeated}&state=${pending.state}`);
  },
  client: signInAsClient,
  password: (party) =>
    signInWithPassword(party, { username: 'anna', password: PASSWORD, extra: { totp: TOTP } }),
  refresh: (party) => refresh(party, session),
  userinfo: (party) => withUserinfo(party, session),
  revocation: (party) => revoke(party, session),
};

const ANSWERS: Record<string, Handler> = {
  'all of it, 400': echo(400),
  'all of it, 401': echo(401),
  ...WRONG_ANSWERS,
};
for (const name of Object.keys(ANSWERS)) if (name.includes('for ever')) delete ANSWERS[name];

test.each(Object.keys(ATTEMPTS))('%s: no failure has a secret in it', async (attempt) => {
  for (const clientAuthentication of ['basic', 'post']) {
    const values = { clientAuthentication, identity: 'userinfo', scopes: 'maps' };
    const party = await partyTo(provider, values, { clientSecret: SECRET });
    for (const [name, answer] of Object.entries(ANSWERS)) {
      for (const path of ['/token', '/me', '/revoke']) provider.answers.set(path, answer);
      const error = await ATTEMPTS[attempt]!(party).catch((thrown: unknown) => thrown);
      // Revocation takes any 2xx for an answer; everything else fails with an error of our own.
      if (!(attempt === 'revocation' && !(error instanceof Error))) expect(error).toBeInstanceOf(AppError);
      expect([name, foundIn(error, PLANTED)]).toEqual([name, []]);
    }
  }
});

test('planted ones are found: in a plain error, and in what the library throws', async () => {
  for (const secret of PLANTED) {
    expect(foundIn(new Error(`x ${secret}`), PLANTED)).toEqual([secret]);
    expect(foundIn(new Error('x', { cause: { deep: [secret] } }), PLANTED)).toEqual([secret]);
    expect(foundIn(new Error(`Basic ${btoa(`client:${secret}`)}`), PLANTED)).toEqual([secret]);
  }
  const answer = new Response(JSON.stringify({ error: 'x', error_description: SECRET }), {
    status: 400,
    headers: { 'content-type': 'application/json' },
  });
  const thrown = await processGenericTokenEndpointResponse(
    { issuer: 'https://x.example' },
    { client_id: 'c' },
    answer,
  ).catch((error: unknown) => error);
  expect(foundIn(thrown, PLANTED)).toEqual([SECRET]);
});

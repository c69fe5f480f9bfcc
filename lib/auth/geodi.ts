import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { withoutCredentials } from '../services/credentials-in-url.ts';
import { prove, required, requiredKey } from './fields.ts';
import { FIELDS } from './geodi/fields.ts';
import { canAskAgain, type Held, heldIn, readHeld, type Trusted, writeHeld } from './geodi/held.ts';
import { createToken } from './geodi/token-handler.ts';
import { askAsClient } from './geodi/trusted.ts';
import { serverOf, trustedOf } from './geodi/typed.ts';
import type { Method, ProviderTools, Values } from './method.ts';

const MINUTE_MS = 60_000;

/**
 * GEODI (DECE): requests carry a token as `UserSession`. It comes from a user name and password, is pasted, or is given to a
 * trusted client for one of GEODI's users (DECE's developer wiki, *Geodi User Token API*).
 */
export const geodi: Method = {
  id: 'geodi',
  fields: FIELDS,
  repeat: false,
  inUrl: true,
  provider: true,
  bound: true,

  recognise: ({ base, kinds }) => (kinds.includes('GEODI') ? { server: base } : null),

  async signIn(values, tools) {
    const asked = tools.provider;
    if (!asked) throw new AppError('badMessage');
    const held = await WAYS[wayOf(values)](values, asked);
    const secrets = writeHeld(held);
    await prove(tools, this.inject({}, secrets, undefined)).catch((error: unknown) => {
      // Nobody typed that token.
      const isGiven = error instanceof AppError && error.code === 'keyRefused' && held.server !== '';
      throw isGiven ? new AppError('geodiTokenRefused', error.values) : error;
    });
    return {
      settings: settingsOf(values),
      secrets,
      who: held.trusted?.loginUser ?? values.username ?? '',
      ...(canAskAgain(held) ? { providers: originsOf(held.server, held.trusted) } : {}),
    };
  },

  inject(_settings, secrets) {
    return { kind: 'query', parameters: [{ name: 'UserSession', value: heldIn(secrets).token }] };
  },

  ends(secrets) {
    const held = readHeld(secrets);
    return held && { receivedAt: held.receivedAt, expiresAt: held.expiresAt };
  },

  isRenewable(secrets) {
    const held = readHeld(secrets);
    return held !== null && canAskAgain(held);
  },

  async renew(secrets, tools) {
    const held = heldIn(secrets);
    const { trusted } = held;
    if (trusted === null || !canAskAgain(held))
      throw new AppError('signInEnded', held.server === '' ? [] : [hostOf(held.server)]);
    const token = await askAsClient('GetAutoLoginToken', { ...held, trusted, pasted: '' }, tools);
    return writeHeld({ ...held, token, ...lifeOf(trusted, tools.now()) });
  },

  linkLife(secrets) {
    const held = readHeld(secrets);
    return held?.trusted && canAskAgain(held) ? held.trusted.minutes * MINUTE_MS : null;
  },

  async openLink(secrets, tools) {
    const held = heldIn(secrets);
    const { trusted, server } = held;
    if (trusted === null || !canAskAgain(held)) throw new AppError('badMessage');
    const link = await askAsClient('GetAutoLoginLink', { ...held, trusted, pasted: '' }, tools);
    const url = URL.parse(link, `${server}/`);
    // The link signs in whoever has it: it may go no other way than the token did.
    if (url === null || !/^https?:$/.test(url.protocol) || isLessSafe(url, server))
      throw new AppError('providerAnswerUnreadable', [hostOf(server)]);
    return url.href;
  },
};

type Way = 'password' | 'token' | 'trusted';

const wayOf = ({ way }: Values): Way => (way === 'token' || way === 'trusted' ? way : 'password');

const NOTHING_KEPT = { expiresAt: null, trusted: null, userSession: '', secret: '' };

const WAYS: Record<Way, (values: Values, asked: ProviderTools) => Promise<Held>> = {
  async password(values, asked) {
    const server = serverOf(values);
    const form = {
      username: required(values, 'username'),
      password: required(values, 'password'),
      tokenTarget: values.tokenTarget || '10',
      wsName: (values.wsName ?? '').trim(),
    };
    await asked.mayAsk(originsOf(server, null));
    // The password is not kept: when the token is refused, the user types it again.
    return {
      ...NOTHING_KEPT,
      server,
      token: await createToken(server, form, asked),
      receivedAt: asked.now(),
    };
  },

  async token(values, asked) {
    return { ...NOTHING_KEPT, server: '', token: requiredKey(values, 'token'), receivedAt: asked.now() };
  },

  async trusted(values, asked) {
    const server = serverOf(values);
    const trusted = trustedOf(values);
    const userSession = requiredKey(values, 'userSession');
    const isComputed = trusted.validator.from === 'computed';
    const secret = isComputed ? requiredKey(values, 'validatorSecret') : '';
    const pasted = trusted.validator.from === 'pasted' ? requiredKey(values, 'validator') : '';
    await asked.mayAsk(originsOf(server, trusted));
    const proof = { server, trusted, userSession, secret, pasted };
    const token = await askAsClient('GetAutoLoginToken', proof, asked);
    // What was pasted is good once: nothing can be asked again, so what would be needed for it is not kept.
    const kept =
      trusted.validator.from === 'pasted' ? { userSession: '', secret: '' } : { userSession, secret };
    return { server, token, trusted, ...kept, ...lifeOf(trusted, asked.now()) };
  },
};

/** A token is good for as long as the link that it stands in. */
function lifeOf({ minutes }: Trusted, now: number) {
  return { receivedAt: now, expiresAt: now + minutes * MINUTE_MS };
}

/** Everybody who is asked. */
function originsOf(server: string, trusted: Trusted | null): string[] {
  const url = trusted?.validator.from === 'fetched' ? [trusted.validator.url] : [];
  return [...new Set([server, ...url].map((each) => new URL(each).origin))];
}

/** What stands in the form again; of an address that holds a key the rest. */
function settingsOf(values: Values): Values {
  const names = FIELDS.filter(({ secret, kind }) => !secret && kind !== 'note').map(({ name }) => name);
  const typed = names.flatMap((name) => (values[name] ? [[name, values[name]]] : []));
  const settings: Values = Object.fromEntries(typed);
  const { validatorUrl } = settings;
  return validatorUrl === undefined
    ? settings
    : { ...settings, validatorUrl: withoutCredentials(validatorUrl) };
}

const isLessSafe = (link: URL, server: string): boolean =>
  link.protocol === 'http:' && server.startsWith('https:');

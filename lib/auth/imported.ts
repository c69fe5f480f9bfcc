import { AppError } from '../errors.ts';
import { applicationIn } from './isogeo/application.ts';
import type { Method, MethodField, SignInTools, Values } from './method.ts';
import { clientSecretAlone, KEPT_PASSWORD } from './oauth-held.ts';

/** A sign-in from a file as it is saved here. */
export interface Imported {
  settings: Values;
  who: string;
  /** The key parameter's name, where the sign-in names one. */
  parameter?: string;
  /** What is held of it; null where there is nothing to hold. */
  secrets: Values | null;
  /** False where somebody has to sign in first: tokens come from a provider, never from a file. */
  isReady: boolean;
}

/** What Isogeo's form does not have as fields, but its accounts say. */
const SAID_BESIDE: Readonly<Record<string, readonly string[]>> = { isogeo: ['clientId', 'tokenEndpoint'] };

/** Settings that say something by being empty: no scope asked for; no word before the token. */
const MAY_BE_EMPTY: readonly string[] = ['scopes', 'tokenScheme'];

/**
 * Reads a sign-in that comes from a file: the method itself checks it as if it had been typed, and nobody is asked.
 * @throws AppError with the sentence about what is wrong with it; `badMessage` for names that the method does not know.
 */
export async function readImported(method: Method, settings: Values, secrets: Values): Promise<Imported> {
  refuseUnknown(method, settings, secrets);
  const typed = Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== '' || MAY_BE_EMPTY.includes(name)),
  );
  const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
  const missing = missingSecrets(method, typed, given);
  const signedOut = { settings: typed, who: typed.username ?? '', secrets: keptOf(method, typed, given) };
  if (method.id === 'isogeo') return { ...signedOut, ...applicationOf(given), isReady: false };
  const made = await tried(method, { ...initialOf(method), ...typed, ...given, ...missing });
  if (made === null) return { ...signedOut, isReady: false };
  const { who, parameter } = made;
  const found = parameter && typed.parameter ? { parameter } : {};
  const isReady = Object.keys(missing).length === 0;
  return { settings: made.settings, who, ...found, secrets: isReady ? made.secrets : null, isReady };
}

/** Lets the method sign in where everything is accepted. @returns null where it would ask somebody. */
async function tried(method: Method, values: Values) {
  let isAsked = false;
  const ask = async (): Promise<never> => {
    isAsked = true;
    throw new AppError('unreachable');
  };
  const tools: SignInTools = {
    attempt: async () => ({ accepted: true }),
    keyNames: ['key'],
    place: { prefix: 'https://service.invalid/', sites: ['https://site.invalid', 'https://site.invalid'] },
    provider: {
      ...{ fetch: ask, mayAsk: ask, authorize: ask, askForCode: ask },
      ...{ now: () => 0, redirectUri: 'https://redirect.invalid/', signal: new AbortController().signal },
    },
  };
  try {
    const made = await method.signIn(values, tools);
    return isAsked ? null : made;
  } catch (error) {
    if (isAsked) return null;
    throw error;
  }
}

/** The fields of a form, those of a repeated group once for each place of it. */
function fieldsFor({ fields, repeat }: Method, settings: Values): MethodField[] {
  if (!repeat) return [...fields];
  const places = Object.keys(settings).map((name) => /#\d{1,2}$/.exec(name)?.[0] ?? '');
  return [...new Set(['', ...places])].flatMap((place) =>
    fields.map((field) => ({ ...field, name: field.name + place })),
  );
}

function refuseUnknown(method: Method, settings: Values, secrets: Values): void {
  const fields = fieldsFor(method, settings).filter(({ kind }) => kind !== 'note');
  const known = new Map(fields.map(({ name, secret }) => [name, secret]));
  const beside = SAID_BESIDE[method.id] ?? [];
  const isKnown =
    Object.keys(settings).every((name) => known.get(name) === false || beside.includes(name)) &&
    Object.keys(secrets).every((name) => known.get(name) === true);
  if (!isKnown) throw new AppError('badMessage');
}

function initialOf({ fields }: Method): Values {
  return Object.fromEntries(fields.flatMap(({ name, initial }) => (initial ? [[name, initial]] : [])));
}

/** Secrets that the method needs and the file does not have, filled with something to check the rest by. */
function missingSecrets(method: Method, settings: Values, given: Values): Values {
  const all = { ...initialOf(method), ...settings };
  const needed = fieldsFor(method, settings).filter(
    ({ secret, optional, when }) => secret && !optional && (!when || when.is.includes(all[when.field] ?? '')),
  );
  return Object.fromEntries(needed.flatMap(({ name }) => (given[name] ? [] : [[name, 'missing']])));
}

/** What the next sign-in at a provider needs, so that nobody types it again. */
function keptOf(method: Method, settings: Values, { clientSecret, password }: Values): Values | null {
  const isOAuth = ['oauth', 'clientCredentials', 'passwordGrant'].includes(method.id);
  if (!isOAuth || (!clientSecret && !password)) return null;
  const own = password ? { [KEPT_PASSWORD]: password } : {};
  return { ...clientSecretAlone(settings, clientSecret ?? ''), ...own };
}

/** Isogeo's file holds the whole application. */
function applicationOf({ clientSecretsFile }: Values): Partial<Imported> {
  if (!clientSecretsFile) return {};
  const { settings, clientSecret } = applicationIn(clientSecretsFile);
  const { clientId = '', tokenEndpoint = '' } = settings;
  return { settings: { clientId, tokenEndpoint }, secrets: clientSecretAlone(settings, clientSecret) };
}

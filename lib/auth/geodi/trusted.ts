import { hostOf } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import { guarded } from '../../oauth/http.ts';
import type { Held, Trusted } from './held.ts';
import { type Asking, autoLogin, type LinkOperation } from './token-handler.ts';
import { makeValidator, readSecret } from './validator.ts';

/** No validator is longer: it stands in an address. In characters. */
const LONGEST_VALIDATOR = 8000;

/** What a trusted client has to show. */
interface Proof extends Pick<Held, 'server' | 'userSession' | 'secret'> {
  trusted: Trusted;
  /** Where the user pasted one. */
  pasted: string;
}

/**
 * Asks GEODI for a token or a link, with a new ClientValidator each time.
 * @throws AppError with the sentence to say.
 */
export async function askAsClient(
  operation: LinkOperation,
  { server, trusted, userSession, ...proof }: Proof,
  asking: Asking & { now(): number },
): Promise<string> {
  const { clientId, loginUser, ipFilter, minutes, by } = trusted;
  const validator = await validatorFor(trusted, proof, asking);
  const form = { clientId, validator, loginUser, userSession, ipFilter, minutes };
  return autoLogin(server, operation, form, by, asking);
}

async function validatorFor(
  { clientId, loginUser, validator }: Trusted,
  { pasted, secret }: Pick<Proof, 'pasted' | 'secret'>,
  { now, ...asking }: Asking & { now(): number },
): Promise<string> {
  if (validator.from === 'pasted') return pasted;
  if (validator.from === 'fetched') return fetchValidator(validator.url, asking);
  const key = readSecret(secret);
  if (key === null) throw new AppError('geodiSecret', ['validatorSecret']);
  return makeValidator(key, { clientId, loginUser, minutes: validator.minutes }, now());
}

/** The text at an address of the organisation. @throws AppError `geodiNoValidator` where there is none. */
async function fetchValidator(url: string, { fetch, signal }: Asking): Promise<string> {
  const answer = await guarded(fetch, signal)(url, { method: 'GET', headers: { Accept: 'text/plain' } });
  if (answer.status >= 500) throw new AppError('serverError', [hostOf(url), String(answer.status)]);
  const text = (await answer.text()).trim();
  const isPage = /^\s*</.test(text) || /\s/.test(text);
  if (!answer.ok || text === '' || isPage || text.length > LONGEST_VALIDATOR)
    throw new AppError('geodiNoValidator', [hostOf(url)]);
  return text;
}

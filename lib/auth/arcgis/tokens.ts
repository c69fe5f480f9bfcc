import * as v from 'valibot';
import { hostOf } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import type { Plan, Token } from './held.ts';
import { type Asking, ask } from './request.ts';

interface Timed extends Asking {
  /** Ms since the epoch. */
  now(): number;
}

/** Esri: *Generate token*; `expires` in ms since the epoch, `ssl` where the token is taken over https alone. */
const Made = v.object({
  token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,8000}$/)),
  expires: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  ssl: v.optional(v.boolean()),
});

/** Errors come with status 200. */
const Refused = v.object({
  error: v.object({
    code: v.optional(v.number(), 0),
    message: v.optional(v.string(), ''),
    details: v.optional(v.nullable(v.array(v.string())), []),
  }),
});

/**
 * A token for user name and password, one attempt; for a server of a portal, the portal's token at once exchanged.
 * @throws AppError `passwordRefused`, `arcgisLocked`, `arcgisNeedsHttps`, and what the network says.
 */
export async function tokenForPassword(plan: Plan, password: string, tools: Timed): Promise<Token> {
  const { username, serverUrl } = plan;
  // What is only exchanged is used once, here: whom it is bound to matters for the last one.
  const bound = serverUrl === '' ? boundTo(plan) : { client: 'requestip' };
  const made = await request(plan, { username, password, ...bound }, tools);
  return serverUrl === '' ? made : exchanged(plan, made.token, tools);
}

/**
 * The portal's token for one of a federated server.
 * @throws AppError `signInEnded` where the portal does not take its own token any more; `notFederated`.
 */
export function exchanged(plan: Plan, token: string, tools: Timed): Promise<Token> {
  return request(plan, { token, serverUrl: plan.serverUrl, ...boundTo(plan) }, tools);
}

/** A token works for whom it is made: for the address that asked for it, or for requests with this `Referer`. */
function boundTo({ referer }: Plan): Record<string, string> {
  return referer === '' ? { client: 'requestip' } : { client: 'referer', referer };
}

async function request(plan: Plan, fields: Record<string, string>, tools: Timed): Promise<Token> {
  const { service, serverUrl, expiration, isPlain } = plan;
  const lasting = expiration === '' ? {} : { expiration };
  const { status, json } = await ask(service, tools, { ...fields, ...lasting, f: 'json' });
  const host = hostOf(service);
  const refused = v.safeParse(Refused, json);
  if (refused.success) throw refusal(refused.output.error, host, fields.token === undefined ? '' : serverUrl);
  if (status === 401) throw new AppError('webServerSignIn', [host]);
  const made = v.safeParse(Made, json);
  if (!made.success) throw new AppError('providerAnswerUnreadable', [host]);
  const { token, expires = null, ssl } = made.output;
  // Better not sent than sent readable and refused.
  if (ssl && isPlain) throw new AppError('arcgisNeedsHttps', [host]);
  return { token, receivedAt: tools.now(), expiresAt: expires };
}

/** Servers say the same in many words; the words themselves may repeat what was sent. @param serverUrl of an exchange. */
function refusal(
  { code, message, details }: v.InferOutput<typeof Refused>['error'],
  host: string,
  serverUrl: string,
): AppError {
  const words = [message, ...(details ?? [])].join(' ');
  if (/\block(?:ed|out)|too many/i.test(words)) return new AppError('arcgisLocked', [host]);
  if (serverUrl !== '') {
    return code === 498 || code === 499
      ? new AppError('signInEnded', [host])
      : new AppError('notFederated', [hostOf(serverUrl), host]);
  }
  if (code === 401 || /password|credential/i.test(words)) return new AppError('passwordRefused', [host]);
  return new AppError('providerRefused', [host, String(code)]);
}

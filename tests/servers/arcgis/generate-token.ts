import type { RecordedRequest } from '../../../demo/server.ts';
import { type Desk, failure, LOCKS_AT } from './desk.ts';

/**
 * Esri's *Generate token*: user name and password, or a portal's own token for one of its servers.
 * @returns what is answered, always with status 200.
 * @param at root of whoever makes the tokens.
 * @param servers roots for which the portal's token can be exchanged.
 */
export function generateToken(
  desk: Desk,
  request: RecordedRequest,
  at: string,
  servers: readonly string[] = [],
): unknown {
  const isExchange = new URLSearchParams(request.body).has('serverUrl');
  const who = isExchange ? ['token', 'serverUrl'] : ['username', 'password'];
  const fields = desk.read(request, 'POST', ...who, 'client', 'referer?', 'expiration?', 'f');
  if (fields?.get('f') !== 'json') return failure(400, 'Bad request');
  const client = fields.get('client');
  const referer = fields.get('referer') ?? null;
  if (client !== (referer === null ? 'requestip' : 'referer'))
    desk.problems.push(`client ${client} with referer ${referer}`);
  const minutes = fields.get('expiration');
  const lifeMs = minutes === undefined ? desk.lifeMs : Number(minutes) * 60_000;
  if (isExchange) {
    const known = desk.given.get(fields.get('token') ?? '');
    if (!known || known.at !== at || known.ends <= Date.now()) return failure(498, 'Invalid token.');
    const server = fields.get('serverUrl') ?? '';
    if (!servers.includes(server))
      return failure(400, 'Unable to generate token.', 'serverUrl is not federated.');
    return give(server);
  }
  const { username, password } = desk.user;
  desk.attempts.push(fields.get('password') ?? '');
  if (desk.failures >= LOCKS_AT)
    return failure(400, 'Unable to generate token.', 'Too many invalid login attempts. Account is locked.');
  if (fields.get('username') !== username || fields.get('password') !== password) {
    desk.failures += 1;
    return failure(400, 'Unable to generate token.', 'Invalid username or password specified.');
  }
  return give(at);

  function give(where: string): unknown {
    const { token, ends } = desk.give(where, referer, lifeMs);
    return { token, expires: ends, ssl: desk.ssl };
  }
}

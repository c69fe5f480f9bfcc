import * as v from 'valibot';
import { AppError } from '../../errors.ts';
import { Address } from '../../oauth/address.ts';
import type { Values } from '../method.ts';

/**
 * How tokens are had and sent. Sealed together with them: whoever edits the readable records must not lead a password or a
 * token elsewhere (promise 10).
 */
const Plan = v.strictObject({
  way: v.picklist(['password', 'portal', 'key']),
  tokenUse: v.picklist(['header', 'query']),
  /** Where tokens are made; empty for a key, which needs none. */
  service: v.union([v.literal(''), Address]),
  /** Root of the server for which the portal's token is exchanged; empty where it is good as it is. */
  serverUrl: v.string(),
  /** Origin of the site that tokens are bound to; empty where they are bound to this computer's address. */
  referer: v.string(),
  /** Minutes; empty for as long as the server likes. */
  expiration: v.string(),
  username: v.string(),
  /** True where requests to the service go over plain http. */
  isPlain: v.boolean(),
});
export type Plan = v.InferOutput<typeof Plan>;

const Time = v.pipe(v.number(), v.integer(), v.minValue(0));
const Token = v.strictObject({
  token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,8000}$/)),
  /** Ms since the epoch. */
  receivedAt: Time,
  expiresAt: v.nullable(Time),
});
/** What requests carry. */
export type Token = v.InferOutput<typeof Token>;

const Kept = v.pipe(v.string(), v.parseJson(), v.strictObject({ plan: Plan, token: Token }));
type Kept = v.InferOutput<typeof Kept>;

/** As an account's secrets; an identity provider's session may stand beside it. */
export function write(plan: Plan, token: Token): Values {
  return { arcgis: JSON.stringify({ plan, token }) };
}

/** @returns null where this was not written by {@link write}. */
export function read(secrets: Values): Kept | null {
  const kept = v.safeParse(Kept, secrets.arcgis);
  return kept.success ? kept.output : null;
}

/** @throws AppError `badMessage` likewise. */
export function held(secrets: Values): Kept {
  const kept = read(secrets);
  if (kept === null) throw new AppError('badMessage');
  return kept;
}

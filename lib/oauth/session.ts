import * as v from 'valibot';

/** What a request can carry: visible ASCII, and no longer than servers take a header. */
const TokenText = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,8000}$/));

const Time = v.pipe(v.number(), v.integer(), v.minValue(0));
const ShownText = v.pipe(v.string(), v.maxLength(200));

/** What a provider says about who signed in; only what is shown, and the subject, which tells one person from another. */
export const Claims = v.strictObject({
  sub: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  name: v.optional(ShownText),
  email: v.optional(ShownText),
  username: v.optional(ShownText),
});
export type Claims = v.InferOutput<typeof Claims>;

/** A sign-in with a token. Secret: in `storage.session` or the vault only. Times in ms since the epoch. */
export const Session = v.strictObject({
  accessToken: TokenText,
  /** Only Bearer tokens can be added to requests by a rule. */
  tokenType: v.literal('bearer'),
  refreshToken: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(8000))),
  receivedAt: Time,
  /** Null where the provider does not say. */
  expiresAt: v.nullable(Time),
  /** As given out; empty where the provider did not say that it differs from what was asked for (RFC 6749, 5.1). */
  scope: v.pipe(v.string(), v.maxLength(4000)),
  /** Further members of the token response, by the header that takes them (`extraTokens`). */
  headers: v.record(v.string(), TokenText),
  claims: Claims,
});
export type Session = v.InferOutput<typeof Session>;

/** The browser took the user to the provider: what has to be known when it comes back. Secret: memory only. */
export const Pending = v.strictObject({
  state: v.string(),
  /** Empty where no ID token was asked for. */
  nonce: v.string(),
  verifier: v.string(),
  issuer: v.string(),
  redirectUri: v.string(),
});
export type Pending = v.InferOutput<typeof Pending>;

/** Who is signed in, as the user would say it; empty where the provider does not say. */
export function whoOf({ name, email, username }: Claims): string {
  return name || email || username || '';
}

/** Control and direction characters, which would let a name pretend to be something else on screen. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Of claims as they arrived (OpenID Connect Core, 5.1), what is kept. */
export function shownClaims(claims: Readonly<Record<string, unknown>>): Claims {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string'
      ? value.replace(UNSHOWN, '').trim().slice(0, 200).trim() || undefined
      : undefined;
  const { sub, name, email, preferred_username } = claims;
  const kept = {
    sub: typeof sub === 'string' && sub.length <= 1000 ? sub : undefined,
    name: text(name),
    email: text(email),
    username: text(preferred_username),
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

const HEADER = 'header:';
const CLAIM = 'claim:';

/** A session as an account's secrets: texts by name, each short enough. */
export function writeSession(session: Session): Record<string, string> {
  const { accessToken, refreshToken, receivedAt, expiresAt, scope, headers, claims } = session;
  const named = (prefix: string, texts: Readonly<Record<string, string | undefined>>) =>
    Object.entries(texts).map(([name, text]) => [prefix + name, text]);
  return {
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    receivedAt: String(receivedAt),
    ...(expiresAt === null ? {} : { expiresAt: String(expiresAt) }),
    scope,
    ...Object.fromEntries([...named(HEADER, headers), ...named(CLAIM, claims)]),
  };
}

/** What {@link writeSession} wrote; null where there is no session in it. Other secrets beside it do not matter. */
export function readSession(secrets: Readonly<Record<string, string>>): Session | null {
  const named = (prefix: string) =>
    Object.fromEntries(
      Object.entries(secrets)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, text]) => [name.slice(prefix.length), text]),
    );
  const { accessToken, refreshToken, receivedAt, expiresAt, scope } = secrets;
  const result = v.safeParse(Session, {
    accessToken,
    tokenType: 'bearer',
    ...(refreshToken === undefined ? {} : { refreshToken }),
    receivedAt: Number(receivedAt),
    expiresAt: expiresAt === undefined ? null : Number(expiresAt),
    scope: scope ?? '',
    headers: named(HEADER),
    claims: named(CLAIM),
  });
  return result.success ? result.output : null;
}

/**
 * Passkeys that give 32 secret bytes: the WebAuthn extension `prf` (W3C WebAuthn Level 3, section 10.1.4), which works
 * on the authenticator's `hmac-secret`. The bytes depend on the passkey and a salt and come out only after the user
 * was verified. For pages only, and only for a tab or window: the system's dialog closes a popup.
 */

/** A passkey's id and the salt it is asked with, as both are stored: base64url (RFC 4648, section 5), no padding. */
export interface StoredPasskey {
  id: string;
  /** 32 bytes. */
  salt: string;
}

/** In ms, for one dialog. */
const TIME_LIMIT = 120_000;
const SECRET_BYTES = 32;
const NAME = 'Layerkey';
/** ES256, EdDSA, RS256 (IANA COSE Algorithms); the signature itself is never looked at. */
const ALGORITHMS = [-7, -8, -257];

type Bytes = Uint8Array<ArrayBuffer>;

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
const toText = (bytes: Uint8Array): string => bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
const toBytes = (text: string): Bytes => Uint8Array.fromBase64(text, { alphabet: 'base64url' });

/**
 * Whether pages of this extension may have passkeys of their own; whether one has PRF shows only when it is made.
 * Chromium makes the extension's origin the passkey's relying party. Firefox refuses its own origin ("The operation is
 * insecure") and takes only the host of a site that the extension may reach: that passkey would be the site's.
 */
export function passkeysPossible(): boolean {
  const refused = location.protocol === 'moz-extension:';
  return !refused && 'PublicKeyCredential' in globalThis && 'credentials' in navigator;
}

/**
 * Has the user make a passkey and asks it for its secret bytes, in a second dialog where making it gave none.
 * @returns id, a new salt and the 32 bytes for it, all base64url; null where the user said no, two minutes passed, or
 * this browser or authenticator has no PRF.
 */
export async function createPasskey(): Promise<(StoredPasskey & { output: string }) | null> {
  const salt = random(SECRET_BYTES);
  const made = await ask((common) =>
    navigator.credentials.create({
      ...common,
      publicKey: {
        challenge: random(32),
        rp: { name: NAME },
        user: { id: random(32), name: NAME, displayName: NAME },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        timeout: TIME_LIMIT,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  if (!made?.getClientExtensionResults().prf?.enabled) return null;
  const stored = { id: made.id, salt: toText(salt) };
  const output = takeOutput(made) ?? (await getPasskeyOutput([stored]))?.output;
  return output === undefined ? null : { ...stored, output };
}

/**
 * Has the user present one of these passkeys.
 * @returns which one it was and its 32 bytes for its own salt, base64url; null as for {@link createPasskey}, and where
 * there is none of them on this device, as after the extension's id changed.
 */
export async function getPasskeyOutput(
  passkeys: readonly StoredPasskey[],
): Promise<{ id: string; output: string } | null> {
  // With an empty list the browser would offer any passkey it has for us.
  if (passkeys.length === 0) return null;
  const evalByCredential = Object.fromEntries(passkeys.map(({ id, salt }) => [id, { first: toBytes(salt) }]));
  const given = await ask((common) =>
    navigator.credentials.get({
      ...common,
      publicKey: {
        challenge: random(32),
        allowCredentials: passkeys.map(({ id }) => ({ type: 'public-key', id: toBytes(id) })),
        userVerification: 'required',
        timeout: TIME_LIMIT,
        extensions: { prf: { evalByCredential } },
      },
    }),
  );
  const output = given && takeOutput(given);
  return output ? { id: given.id, output } : null;
}

/** `timeout` is only a hint to the browser, the signal ends the dialog. */
async function ask(
  start: (common: { signal: AbortSignal }) => Promise<Credential | null>,
): Promise<PublicKeyCredential | null> {
  if (!passkeysPossible()) return null;
  try {
    return (await start({ signal: AbortSignal.timeout(TIME_LIMIT) })) as PublicKeyCredential | null;
  } catch {
    // The browser tells a refusal, a time-out and an unknown passkey apart as little as it can, and so do we.
    return null;
  }
}

/** The secret bytes of an answer as text; the bytes themselves are wiped. */
function takeOutput(credential: PublicKeyCredential): string | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return undefined;
  const bytes = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  const text = bytes.length === SECRET_BYTES ? toText(bytes) : undefined;
  bytes.fill(0);
  return text;
}

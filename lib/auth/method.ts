import type { Injection } from '../rules/injection.ts';
import type { Verdict } from '../services/verdict.ts';

/** One field of a method's form. Secret ones are never on disk and always typed into password fields. */
export interface MethodField {
  name: string;
  secret: boolean;
  optional?: boolean;
  initial?: string;
  suggestions?: readonly string[];
}

/** What was typed, by field name; fields of a repeated group are `name`, `name#1`, `name#2`, ... */
export type Values = Record<string, string>;

/** What a method may use while it signs in. */
export interface SignInTools {
  /** One request to the service with this injection, judged. The only way in which a method sends a credential. */
  attempt(injection: Injection): Promise<Verdict>;
  /** Names to try a key under, most likely first, at most four: announced to the user before. */
  keyNames: readonly string[];
}

export interface SignedIn {
  /** Public: goes to disk with the account. */
  settings: Values;
  /** Goes to memory or the vault only. */
  secrets: Values;
  /** Who is signed in, as the user would say it; empty where the credential has no name. */
  who: string;
  /** The key parameter's name that was found, for the KeyVault. */
  parameter?: string;
}

/**
 * One way of signing in. A new one is one file beside this and one line in `registry.ts`
 * (as authentication method plug-ins are in QGIS).
 */
export interface Method {
  /** Stable: saved with accounts. Its label is `method_<id>` in the locales. */
  id: string;
  fields: readonly MethodField[];
  /** True where the whole group of fields may be given several times. */
  repeat: boolean;
  /** True where the secret becomes part of the URL. */
  inUrl: boolean;
  /**
   * Signs in with what was typed: checks it, then proves it by {@link SignInTools.attempt}.
   * @throws AppError where a field is wrong (nothing was sent) or the service did not accept it.
   */
  signIn(values: Values, tools: SignInTools): Promise<SignedIn>;
  /** What an account adds to a request; `parameter` is the KeyVault's word for the source. */
  inject(settings: Values, secrets: Values, parameter: string | undefined): Injection;
}

import type { Hint } from '../messages/view.ts';
import type { Fetch } from '../oauth/http.ts';
import type { Injection } from '../rules/injection.ts';
import type { ServiceKind } from '../services/kinds.ts';
import type { ProbeAnswer, Verdict } from '../services/verdict.ts';

/** One field of a method's form. Secret ones are never on disk and always typed into password fields. */
export interface MethodField {
  name: string;
  secret: boolean;
  optional?: boolean;
  initial?: string;
  suggestions?: readonly string[];
  /** Only these values. */
  choices?: readonly string[];
  /** What nearly nobody needs: folded away. */
  rare?: boolean;
  /** Drawn, needed and sent only while another field of the form has one of these values. */
  when?: { field: string; is: readonly string[] };
  /** `file`: the text of a file that the user picks or drops. `note`: no field, but the words `note_<name>`. */
  kind?: 'file' | 'note';
}

/** What was typed, by field name; fields of a repeated group are `name`, `name#1`, `name#2`, ... */
export type Values = Record<string, string>;

/** How an identity provider is reached. */
export interface ProviderTools {
  fetch: Fetch;
  /** Ms since the epoch. */
  now(): number;
  /** Aborted once the user gives up. */
  signal: AbortSignal;
  /** The address to register at a provider for the browser's own flow. */
  redirectUri: string;
  /** @throws AppError `providerNotAllowed` where the browser does not let us ask all of these origins yet. */
  mayAsk(origins: readonly string[]): Promise<void>;
  /**
   * Takes the user to the provider.
   * @param redirect where its answer is stopped, in a window of our own; null for the browser's own flow.
   * @returns the address of the answer.
   */
  authorize(url: string, redirect: string | null): Promise<string>;
  /** The same where the provider shows a code, which the user pastes. */
  askForCode(url: string): Promise<string>;
}

/** What needs no user. */
export interface QuietTools extends Pick<ProviderTools, 'fetch' | 'now' | 'redirectUri'> {
  /** Asks the provider without a window; null where it wants to see somebody. */
  authorizeSilently(url: string): Promise<string | null>;
}

/** What an address in a form was found to be, while it is typed. */
export interface LookedUp {
  /** As its sentence names it: host and path, or the name that it gives itself. */
  name: string;
  /** Origins that signing in there asks. */
  origins: string[];
  /** False where it does not say that it knows PKCE. */
  pkce?: boolean;
  /** Public values for fields that nobody touched yet. */
  proposed?: Values;
  /** What the user should know before signing in: `found_<code>` in the locales. */
  notes?: string[];
}

/** What a method may use while it signs in. */
export interface SignInTools {
  /** What is held of the account that is signed in anew. */
  before?: Values;
  /** Where an identity provider may be asked. */
  provider?: ProviderTools;
  /** One request to the service with this injection, judged. The only way in which a method sends a credential. */
  attempt(injection: Injection): Promise<Verdict>;
  /** The service that is signed in to, and who will use it. */
  place?: SignInPlace;
  /** Names to try a key under, most likely first, at most four: announced to the user before. */
  keyNames: readonly string[];
}

export interface SignInPlace {
  /** Canonical. */
  prefix: string;
  /** Origins of the page that will ask and of the page on top. */
  sites: readonly [asking: string, onTop: string];
}

/** Who is asked whether a sign-in is good, where the service itself answers everyone. */
export interface Witness {
  /** Asked with what a request to the service carries, and nothing else. */
  url: string;
  /** What it answered says that it knows who asks. */
  knows(answer: ProbeAnswer): boolean;
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
  /** Origins that renewing and signing out ask. */
  providers?: string[];
  /** A word to the user beside *signed in*: `hint_<code>` in the locales. */
  note?: Hint;
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
  /** True where somebody else than the service is asked: the form's addresses are part of what the browser has to allow. */
  provider?: boolean;
  /** True where a token is good at one system alone: it is offered to no service of another host. */
  bound?: boolean;
  /** Looks an address in the form up while it is typed. @throws AppError with the sentence to show under it. */
  lookUp?: {
    field: string;
    look(typed: string, tools: Pick<ProviderTools, 'fetch' | 'signal'>): Promise<LookedUp>;
  };
  /**
   * What stands in the form at first where the address of a service shows that it is of this system; null where not.
   * @param service.challenges schemes that it asked for, lower case.
   */
  recognise?(service: {
    base: string;
    kinds: readonly ServiceKind[];
    challenges?: readonly string[];
  }): Values | null;
  /**
   * When what is held was given and ends, in ms since the epoch, and how long before its end it is renewed. Of sign-ins that
   * end by themselves.
   * @returns null where the secrets are none of this method's: somebody edited the account.
   */
  ends?(secrets: Values): { receivedAt: number; expiresAt: number | null; leadMs?: number } | null;
  /** Whether {@link Method.renew} can do without the user. */
  isRenewable?(secrets: Values): boolean;
  /** New secrets without the user. @throws AppError; then the old ones stay as they are. */
  renew?(secrets: Values, tools: QuietTools): Promise<Values>;
  /** What tells one person from another at the provider, as far as it says. */
  person?(secrets: Values): string | undefined;
  /** The provider's page where the user ends the session there; null where it has none. No token is in it. */
  endSessionUrl?(secrets: Values): string | null;
  /** How long a link of {@link Method.openLink} works, in ms; null where what is held is not enough to ask for one. */
  linkLife?(secrets: Values): number | null;
  /** The address that opens the system with the user signed in, for a tab. Whoever has it is signed in, too. @throws AppError */
  openLink?(secrets: Values, tools: QuietTools): Promise<string>;
  /** Tells the provider that they are not needed any more. */
  revoke?(secrets: Values, tools: QuietTools): Promise<void>;
  /** Of systems whose services answer everyone; null where nobody can be asked. */
  witness?(secrets: Values): Witness | null;
  /** What an account adds to a request; `parameter` is the KeyVault's word for the source. */
  inject(settings: Values, secrets: Values, parameter: string | undefined): Injection;
}

import type { Failure } from '../errors.ts';

/** What an address in a form was found to be, while it is typed. */
export interface ProviderView {
  /** The text in the field that this is about: an answer to an older text is not shown. */
  typed: string;
  state: 'looking' | 'found' | 'failed';
  /** Host of the provider, or the name that it gives itself. */
  name: string;
  /** False where the provider does not say that it knows PKCE. */
  pkce: boolean;
  /** Null where it failed because the browser does not let us ask there yet. */
  failure: Failure | null;
  /** Host patterns that signing in there needs, as far as they are known. */
  origins: string[];
  /** Values for fields that nobody touched yet. */
  proposed: Record<string, string>;
  /** What the user should know before signing in: `found_<code>` in the locales. */
  notes: string[];
}

/** A form as the worker describes it; labels are `method_<id>` and `field_<name>` in the locales. */
export interface MethodForm {
  method: string;
  fields: FormField[];
  /** True where the whole group of fields may be given several times (`name`, `name#1`, `name#2`, ...). */
  repeat: boolean;
  /** What stands at first in further copies of a repeated group, by field name (`header#1`). */
  more: Record<string, string>;
  /** True where the service takes the secret in its URL: the page can read it, which is said before saving. */
  inUrl: boolean;
  /** True where somebody else than the service is asked. */
  provider: boolean;
  /** The field whose address is looked up while it is typed; null for none. */
  lookUp: string | null;
  /** True where what stands in that field at first is only recognised, and looked up as if it had been typed. */
  looksUpFirst: boolean;
}

export interface FormField {
  name: string;
  secret: boolean;
  optional: boolean;
  /** What stands in it at first. */
  initial: string;
  /** Choices offered beside free text. */
  suggestions: string[];
  /** Only these values, each with its words `choice_<field>_<value>`; empty for free text. */
  choices: string[];
  /** True for what nearly nobody needs: folded away under *More*. */
  rare: boolean;
  /** Drawn, needed and sent only while another field has one of these values; null for always. */
  when: { field: string; is: readonly string[] } | null;
  /** `file`: the text of a file; `note`: words alone, `note_<name>` in the locales. */
  kind: 'text' | 'file' | 'note';
}

/** Kept in memory only (`storage.session`), so that a popup closed by a prompt loses nothing. */
export interface Draft {
  method: string;
  fields: Record<string, string>;
  acceptPlainHttp: boolean;
  /** *Remember on this device*, else only until the browser closes. */
  remember: boolean;
}

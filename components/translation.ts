import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type messages from '../public/_locales/en/messages.json';

/** Every message there is; a key that is missing from the English file does not compile. */
export type MessageKey = keyof typeof messages;

/** The message in the user's language, `$1`, `$2` filled with `values`. */
export type Translate = (key: MessageKey, ...values: string[]) => string;

export interface Language {
  t: Translate;
  /** BCP 47 tag for numbers and lists, `en-GB`. */
  locale: string;
}

export const LanguageContext = createContext<Language>({ t: (key) => key, locale: 'en' });

/** The translate function of the page. */
export function useT(): Translate {
  return useContext(LanguageContext).t;
}

/** `a, b and c` as the user's language writes it. */
export function useList(): (items: readonly string[]) => string {
  const { locale } = useContext(LanguageContext);
  return (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}

/** A number as the user's language writes it. */
export function useNumber(): (value: number) => string {
  const { locale } = useContext(LanguageContext);
  return (value) => new Intl.NumberFormat(locale).format(value);
}

/** A moment (ms since the epoch) as the user's language writes it: `3 May 2026 at 14:05`. */
export function useDate(): (at: number) => string {
  const { locale } = useContext(LanguageContext);
  return (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(at);
}

/** A moment (ms since the epoch) to the second and with its time zone, for whoever looks it up in a log. */
export function useExactDate(): (at: number) => string {
  const { locale } = useContext(LanguageContext);
  return (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' }).format(at);
}

/** A time of day (ms since the epoch) as the user's language writes it, with its day where that is not today. */
export function useMoment(): (at: number) => { today: boolean; words: string } {
  const { locale } = useContext(LanguageContext);
  return (at) => {
    const today = new Date(at).toDateString() === new Date().toDateString();
    const day = today ? {} : { dateStyle: 'long' as const };
    const shape: Intl.DateTimeFormatOptions = { timeStyle: 'short', ...day };
    return { today, words: new Intl.DateTimeFormat(locale, shape).format(at) };
  };
}

/**
 * The key for a method's label. Methods are a registry, not a type, so the locale test (not the compiler)
 * holds that each has its message.
 */
export function methodKey(method: string): MessageKey {
  return `method_${method}` as MessageKey;
}

/** The key for a field's label; of a repeated field (`header#1`) the part before `#` counts. */
export function fieldKey(name: string): MessageKey {
  return `field_${name.split('#')[0]}` as MessageKey;
}

/** The key for words that stand among the fields. */
export function noteKey(name: string): MessageKey {
  return `note_${name}` as MessageKey;
}

/** The key for what a look-up found beside a name. */
export function foundKey(note: string): MessageKey {
  return `found_${note}` as MessageKey;
}

/** The key for one choice of a field; of the empty one `auto`. */
export function choiceKey(name: string, choice: string): MessageKey {
  return `choice_${name.split('#')[0]}_${choice || 'auto'}` as MessageKey;
}

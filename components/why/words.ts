import { useContext } from 'preact/hooks';
import type { WhyView } from '../../lib/messages/view.ts';
import { LanguageContext, useList, useMoment } from '../translation.ts';

/** How many names a sentence holds: a city may hide two hundred layers. */
const MOST_NAMES = 6;

/** Marks that have no shape of their own, and turn the order of what stands beside them (Unicode, UAX #9). */
const SHAPELESS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The sentence of an explanation, in the user's language; `whole`: with every name, however many. */
export function useSentence(): (why: Pick<WhyView, 'code' | 'values'>, whole?: boolean) => string {
  const { t, locale } = useContext(LanguageContext);
  const list = useList();
  const moment = useMoment();
  const few = (names: readonly string[]) => {
    // One more name is no longer than the word about it.
    if (names.length <= MOST_NAMES + 1) return list(names);
    const rest = new Intl.NumberFormat(locale).format(names.length - MOST_NAMES);
    return list([...names.slice(0, MOST_NAMES), t('namesMore', rest)]);
  };
  const word = (value: WhyView['values'][number], whole: boolean) => {
    if (typeof value === 'string') return value;
    if ('at' in value) return moment(value.at).words;
    return whole ? list(value.names) : few(value.names);
  };
  return ({ code, values }, whole = false) =>
    t(`explain_${code}`, ...values.map((value) => word(value, whole).replace(SHAPELESS, ' ')));
}

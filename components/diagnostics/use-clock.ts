import { useContext } from 'preact/hooks';
import { LanguageContext } from '../translation.ts';

/** A moment (ms since the epoch) to the second as the user's language writes it, with its day where that is not today. */
export function useClock(): (at: number) => string {
  const { locale } = useContext(LanguageContext);
  return (at) => {
    const isToday = new Date(at).toDateString() === new Date().toDateString();
    const shape: Intl.DateTimeFormatOptions = {
      timeStyle: 'medium',
      ...(isToday ? {} : { dateStyle: 'short' }),
    };
    return new Intl.DateTimeFormat(locale, shape).format(at);
  };
}

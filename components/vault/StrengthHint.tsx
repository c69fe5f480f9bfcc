import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Strength } from '../../lib/passphrase/strength.ts';
import { LanguageContext, type Translate, useT } from '../translation.ts';
import { duration, YEAR } from './duration.ts';
import type { VaultActions } from './vault-actions.ts';

interface StrengthHintProps {
  passphrase: string;
  estimate: VaultActions['estimate'];
}

/** How long typing must rest before anything is estimated, in ms. */
const REST_MS = 200;

/** How long a new passphrase would stand: four parts, a word, and what that means. No rules. */
export function StrengthHint({ passphrase, estimate }: StrengthHintProps) {
  const t = useT();
  const { locale } = useContext(LanguageContext);
  const strength = useStrength(passphrase, estimate);
  return (
    <div class="strength" role="status">
      <span class="strength-bar" aria-hidden="true">
        {[1, 2, 3, 4].map((part) => (
          <i key={part} class={strength && strength.score >= part ? 'full' : ''} />
        ))}
      </span>
      {strength ? (
        <>
          <b>{t(`strength_${strength.score}`)}</b>
          <p class="quiet small">{sentence(t, strength.seconds, locale)}</p>
        </>
      ) : (
        <p class="quiet small">{t('strengthAdvice')}</p>
      )}
    </div>
  );
}

function sentence(t: Translate, seconds: number, locale: string): string {
  if (seconds > 100 * YEAR) return t('strengthMore', duration(100 * YEAR, locale));
  if (seconds < 1) return t('strengthLess', duration(1, locale));
  return t('strengthAbout', duration(seconds, locale));
}

/** The latest passphrase's strength; null while nothing is typed or it could not be estimated. */
function useStrength(passphrase: string, estimate: VaultActions['estimate']): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null);
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    const show = (found: Strength | null) => {
      if (mine === turn.current) setStrength(found);
    };
    if (passphrase === '') {
      show(null);
      return;
    }
    const timer = setTimeout(() => {
      estimate(passphrase).then(show, () => show(null));
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      turn.current += 1;
    };
  }, [passphrase]);
  return strength;
}

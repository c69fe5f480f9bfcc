import { useEffect, useRef, useState } from 'preact/hooks';
import type { MethodForm } from '../lib/messages/form-view.ts';
import { ChevronIcon } from './icons.tsx';
import { type MessageKey, methodKey, useT } from './translation.ts';

/** How many ways stand in the line at first. */
const SHOWN = 4;

/** One sentence for ways that their name alone does not tell apart. */
const NOTES: Record<string, MessageKey> = {
  oauth: 'methodNoteOauth',
  clientCredentials: 'methodNoteClientCredentials',
  passwordGrant: 'methodNotePasswordGrant',
};

interface MethodChoiceProps {
  /** Makes the group of radio buttons this row's own. */
  name: string;
  forms: MethodForm[];
  chosen: string;
  onChoose: (method: string) => void;
}

/** The ways to sign in, as one segmented line: the likeliest and the chosen one, the rest behind *More ways*. */
export function MethodChoice({ name, forms, chosen, onChoose }: MethodChoiceProps) {
  const t = useT();
  const [all, setAll] = useState(forms.length <= SHOWN);
  const line = useRef<HTMLFieldSetElement>(null);
  const shown = all ? forms : folded(forms, chosen);
  const note = NOTES[chosen];
  const before = useRef(shown.length);

  // The button is gone, and the focus with it: on to what it unfolded.
  useEffect(() => {
    if (all && before.current < forms.length)
      line.current?.querySelectorAll('input')[before.current]?.focus();
  }, [all, forms.length]);

  return (
    <div class="ways">
      <fieldset ref={line} class="segments">
        <legend class="unseen">{t('methodLabel')}</legend>
        {shown.map(({ method }) => (
          <label key={method}>
            <input
              type="radio"
              class="unseen"
              name={`method ${name}`}
              checked={method === chosen}
              onChange={() => onChoose(method)}
            />
            <span>{t(methodKey(method))}</span>
          </label>
        ))}
        {!all && (
          <button
            type="button"
            aria-label={t('moreWays')}
            title={t('moreWays')}
            onClick={() => {
              before.current = shown.length;
              setAll(true);
            }}
          >
            <ChevronIcon />
          </button>
        )}
      </fieldset>
      {note && <p class="quiet small">{t(note)}</p>}
    </div>
  );
}

function folded(forms: readonly MethodForm[], chosen: string): readonly MethodForm[] {
  const first = forms.slice(0, SHOWN);
  const own = forms.find(({ method }) => method === chosen);
  return !own || first.includes(own) ? first : [...first.slice(0, -1), own];
}

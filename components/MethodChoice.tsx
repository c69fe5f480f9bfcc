import { useEffect, useRef, useState } from 'preact/hooks';
import type { MethodForm } from '../lib/messages/form-view.ts';
import { ChevronIcon } from './icons.tsx';
import { type MessageKey, methodKey, useT } from './translation.ts';

/** How many ways stand in the line at first. */
const SHOWN = 4;

/** Products with a sign-in of their own, known by their names. */
const SYSTEMS: readonly string[] = ['arcgis', 'geomapfish', 'isogeo', 'geodi'];

/** One sentence for ways that their name alone does not tell apart. */
const NOTES: Record<string, MessageKey> = {
  arcgis: 'methodNoteArcgis',
  oauth: 'methodNoteOauth',
  isogeo: 'methodNoteIsogeo',
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

/**
 * The ways to sign in, one group of radio buttons: the likeliest and the chosen one as a segmented line; *More ways* unfolds
 * the rest under it, the systems and the others each under a small heading. The line stays as it is then.
 */
export function MethodChoice({ name, forms, chosen, onChoose }: MethodChoiceProps) {
  const t = useT();
  const [kept, setKept] = useState<readonly string[] | null>(null);
  const more = useRef<HTMLDivElement>(null);
  const line = kept ? forms.filter(({ method }) => kept.includes(method)) : folded(forms, chosen);
  const rest = forms.filter((form) => !line.includes(form));
  const note = NOTES[chosen];

  // The button is gone, and the focus with it: on to what it unfolded.
  useEffect(() => {
    if (kept) more.current?.querySelector('input')?.focus();
  }, [kept]);

  const way = ({ method }: MethodForm) => (
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
  );
  return (
    <div>
      <fieldset class="ways">
        <legend class="unseen">{t('methodLabel')}</legend>
        <div class="segments">
          {line.map(way)}
          {!kept && rest.length > 0 && (
            <button
              type="button"
              aria-label={t('moreWays')}
              title={t('moreWays')}
              onClick={() => setKept(line.map(({ method }) => method))}
            >
              <ChevronIcon />
            </button>
          )}
        </div>
        {kept && (
          <div ref={more} class="more-ways">
            {groupsOf(rest).map(({ heading, ways }) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would be read as a group of its own.
              <div key={heading} role="group" aria-label={t(heading)}>
                <p class="quiet small" aria-hidden="true">
                  {t(heading)}
                </p>
                <div class="way-list">{ways.map(way)}</div>
              </div>
            ))}
          </div>
        )}
      </fieldset>
      {note && <p class="quiet small">{t(note)}</p>}
    </div>
  );
}

function groupsOf(forms: readonly MethodForm[]): { heading: MessageKey; ways: MethodForm[] }[] {
  const isSystem = ({ method }: MethodForm) => SYSTEMS.includes(method);
  const groups: { heading: MessageKey; ways: MethodForm[] }[] = [
    { heading: 'waysSystems', ways: forms.filter(isSystem) },
    { heading: 'waysOther', ways: forms.filter((form) => !isSystem(form)) },
  ];
  return groups.filter(({ ways }) => ways.length > 0);
}

function folded(forms: readonly MethodForm[], chosen: string): readonly MethodForm[] {
  const first = forms.slice(0, SHOWN);
  const own = forms.find(({ method }) => method === chosen);
  return !own || first.includes(own) ? first : [...first.slice(0, -1), own];
}

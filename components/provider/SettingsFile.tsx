import { useId, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import { FailureText } from '../FailureText.tsx';
import type { PopupActions } from '../popup-actions.ts';
import { useT } from '../translation.ts';

interface SettingsFileProps {
  /** As it stands in the form. */
  clientId: string;
  actions: Pick<PopupActions, 'settingsFile' | 'saveFile' | 'copyText'>;
}

const NAMES = ['validateUrl', 'requestHeader'] as const;
const LABELS = { validateUrl: 'settingsFileUrl', requestHeader: 'settingsFileHeader' } as const;

/** For administrators: the file that makes Layerkey a trusted client of GEODI, to save or to copy. */
export function SettingsFile({ clientId, actions }: SettingsFileProps) {
  const t = useT();
  const id = useId();
  const [typed, setTyped] = useState({ validateUrl: '', requestHeader: '' });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [copied, setCopied] = useState(false);
  const made = actions.settingsFile({ clientId, ...typed });
  const use = (act: (file: { name: string; text: string }) => void) => {
    setFailure(made.ok ? null : made.failure);
    if (made.ok) act(made);
  };
  const save = () => use(({ name, text }) => actions.saveFile(name, text));
  const copy = () => use(({ text }) => void actions.copyText(text).then(setCopied));
  const wrong = NAMES.find((name) => failure?.values.includes(name));
  return (
    <details class="rare">
      <summary class="small">{t('settingsFile')}</summary>
      <div class="fields">
        <p class="quiet small">{t('settingsFileNote')}</p>
        {NAMES.map((name) => (
          <div key={name} class="field">
            <label for={`${id}-${name}`}>
              {t(LABELS[name])}
              {name === 'requestHeader' && <span class="quiet small"> {t('fieldOptional')}</span>}
            </label>
            <input
              id={`${id}-${name}`}
              type="text"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              value={typed[name]}
              placeholder={name === 'validateUrl' ? 'https://…?validator={ClientValidator}' : ''}
              aria-invalid={wrong === name}
              {...(wrong === name ? { 'aria-describedby': `${id}-wrong` } : {})}
              onInput={({ currentTarget }) => {
                setFailure(null);
                setCopied(false);
                setTyped((now) => ({ ...now, [name]: currentTarget.value }));
              }}
              onKeyDown={(event) => {
                // Enter is about this file, not about signing in.
                if (event.key !== 'Enter') return;
                event.preventDefault();
                save();
              }}
            />
            {wrong === name && failure && <FailureText failure={failure} id={`${id}-wrong`} />}
          </div>
        ))}
        {made.ok && <pre class="settings-file small">{made.text.trim()}</pre>}
        {failure && wrong === undefined && <FailureText failure={{ code: 'geodiNoClientId', values: [] }} />}
        <div class="buttons">
          <button type="button" class="button" onClick={save}>
            {t('settingsFileSave')}
          </button>
          <button type="button" class="button bare" onClick={copy}>
            <span role="status">{t(copied ? 'copied' : 'copy')}</span>
          </button>
        </div>
      </div>
    </details>
  );
}

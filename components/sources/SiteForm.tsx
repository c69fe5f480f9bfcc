import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { SiteView } from '../../lib/messages/sources-view.ts';
import { FailureText } from '../FailureText.tsx';
import { onEscape } from '../on-escape.ts';
import { useT } from '../translation.ts';

interface SiteFormProps {
  sites: readonly SiteView[];
  /** True where a site that is not in the list can be typed. */
  other?: boolean;
  note?: string;
  yes: string;
  /** `origins`: host patterns of the site as the list has them; empty for one that was typed. */
  onYes: (site: string, origins: string[]) => Promise<Failure | null>;
  onClose: () => void;
}

/** Which site an act on the chosen sources is about. */
export function SiteForm({ sites, other = false, note, yes, onYes, onClose }: SiteFormProps) {
  const t = useT();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [site, setSite] = useState(sites[0]?.site ?? '');
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  const isTyped = site === '';

  const submit = async () => {
    const origins = sites.find((each) => each.site === site)?.origins ?? [];
    const wrong: Failure | null =
      isTyped && typed.trim() === ''
        ? { code: 'emptyField', values: [] }
        : await onYes(isTyped ? typed.trim() : site, origins);
    setFailure(wrong);
    if (!wrong) onClose();
  };
  return (
    <form
      ref={form}
      class="site-form"
      autocomplete="off"
      noValidate
      onKeyDown={onEscape(onClose)}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {sites.length > 0 && (
        <div class="field">
          <label for={`${id}-site`}>{t('sources_site')}</label>
          <select id={`${id}-site`} value={site} onChange={(event) => setSite(event.currentTarget.value)}>
            {sites.map((each) => (
              <option key={each.site} value={each.site}>
                {t('siteName', each.name)}
              </option>
            ))}
            {other && <option value="">{t('sources_otherSite')}</option>}
          </select>
        </div>
      )}
      {isTyped && (
        <div class="field">
          <label for={`${id}-other`}>{t('sources_siteAddress')}</label>
          <input
            id={`${id}-other`}
            type="text"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            aria-invalid={failure !== null}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      )}
      <div class="buttons">
        <button type="submit" class="button next">
          {yes}
        </button>
        <button type="button" class="button bare" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
      {note && <p class="quiet small">{note}</p>}
      {failure && <FailureText failure={failure} />}
    </form>
  );
}

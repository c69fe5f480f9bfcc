import { useId } from 'preact/hooks';
import { KindTags } from '../KindTags.tsx';
import { methodKey, useT } from '../translation.ts';
import type { Preview } from './sources-actions.ts';

interface PreviewListProps {
  preview: Exclude<Preview, { what: 'wrong' }>;
  name: string;
  onName: (name: string) => void;
}

/** What is saved of a pasted text: its name can be changed, the rest is as it was read. */
export function PreviewList({ preview, name, onName }: PreviewListProps) {
  const t = useT();
  const id = useId();
  const { kinds, urls, method, parameter } =
    preview.what === 'setUp'
      ? preview.setUp
      : { kinds: preview.kinds, urls: [preview.url], method: undefined, parameter: undefined };
  const way = method && t(methodKey(method));
  return (
    <section class="preview" aria-label={t('sources_preview')}>
      <div class="field">
        <label for={id}>{t('detailsName')}</label>
        <input
          id={id}
          type="text"
          maxLength={500}
          value={name}
          onInput={(event) => onName(event.currentTarget.value)}
        />
      </div>
      <dl class="details">
        <dt>{t('sources_kind')}</dt>
        <dd>
          <KindTags kinds={kinds} />
        </dd>
        <dt>{t('sources_address')}</dt>
        {urls.map((url) => (
          <dd key={url} class="one-line" title={url}>
            {url}
          </dd>
        ))}
        {way && (
          <>
            <dt>{t('sources_signIn')}</dt>
            <dd>{parameter ? t('sources_keyCalled', way, parameter) : way}</dd>
          </>
        )}
      </dl>
      {preview.what === 'setUp' && <p class="quiet small">{t('sources_setUpNote')}</p>}
      {preview.what === 'address' && preview.leftOut && <p role="status">{t('sources_leftOut')}</p>}
    </section>
  );
}

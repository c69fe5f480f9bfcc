import { useId } from 'preact/hooks';
import type { Choice, Row } from '../../lib/interchange/qgis/port.ts';
import { KindTags } from '../KindTags.tsx';
import { methodKey, useT } from '../translation.ts';
import { DuplicateChoice } from './DuplicateChoice.tsx';
import { NoteWords } from './NoteWords.tsx';

interface PreviewRowProps {
  row: Row;
  choice: Choice | null;
  onChoose: (choice: Choice) => void;
}

/** One thing of QGIS's, and what it becomes here or why it cannot. */
export function PreviewRow({ row, choice, onChoose }: PreviewRowProps) {
  const t = useT();
  const id = useId();
  const { name, from, address, cannot, duplicate, notes } = row;
  const left = cannot !== null || choice === 'skip';
  return (
    <tr class={left ? 'left' : undefined}>
      <th scope="row">
        <span class="exchange-name">{name}</span>
        <span class="quiet small">{[from, address].filter(Boolean).join(' · ')}</span>
      </th>
      <td>
        {cannot ? (
          <>
            <span class="exchange-cannot">{t('exchange_cannot')}</span>
            <NoteWords words={[cannot]} />
          </>
        ) : (
          <>
            <Becomes row={row} />
            <NoteWords words={notes} />
          </>
        )}
        {duplicate && !cannot && (
          <span class="exchange-known">
            <span class="small" id={id}>
              {t(duplicate.by === 'id' ? 'exchange_sameId' : 'exchange_sameAddress', duplicate.name)}
            </span>
            <DuplicateChoice
              id={`${id}-choice`}
              label={t('exchange_choiceFor', name)}
              choice={choice}
              onChoose={onChoose}
            />
          </span>
        )}
      </td>
    </tr>
  );
}

function Becomes({ row }: { row: Row }) {
  const t = useT();
  const { what, kinds, method, who } = row;
  const words = method === '' ? t('exchange_noSignIn') : t(methodKey(method));
  return (
    <span class="exchange-becomes">
      {what === 'connection' ? <KindTags kinds={kinds} /> : <span class="tag">{t('exchange_signIn')}</span>}
      <span>{who !== '' && who !== row.name ? `${words} · ${who}` : words}</span>
    </span>
  );
}

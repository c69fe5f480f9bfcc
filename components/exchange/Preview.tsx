import { useId, useState } from 'preact/hooks';
import type { Choice, Row } from '../../lib/interchange/qgis/port.ts';
import { useNumber, useT } from '../translation.ts';
import { DuplicateChoice } from './DuplicateChoice.tsx';
import { PreviewRow } from './PreviewRow.tsx';

interface PreviewProps {
  rows: readonly Row[];
  choices: ReadonlyMap<string, Choice>;
  onChoose: (choices: [key: string, choice: Choice][]) => void;
}

/** As many as are drawn at once. */
const SHOWN = 250;

/** Every connection and sign-in of the files: what it is in QGIS, and what it becomes here. */
export function Preview({ rows, choices, onChoose }: PreviewProps) {
  const t = useT();
  const number = useNumber();
  const id = useId();
  const [shown, setShown] = useState(SHOWN);
  const known = rows.filter(({ duplicate }) => duplicate !== null);
  const cannot = rows.filter((row) => row.cannot !== null).length;
  const common = new Set(known.map(({ key }) => choices.get(key)));
  const [choice] = common.size === 1 ? common : [undefined];
  return (
    <div class="exchange-preview">
      <p role="status">
        {t('exchange_found', number(rows.length - cannot))}
        {cannot > 0 && ` ${t('exchange_foundCannot', number(cannot))}`}
      </p>
      {known.length > 0 && (
        <div class="exchange-known">
          <label for={id}>{t('exchange_known', number(known.length))}</label>
          <DuplicateChoice
            id={id}
            choice={choice ?? null}
            onChoose={(next) => onChoose(known.map(({ key }) => [key, next]))}
          />
        </div>
      )}
      <table class="exchange-rows">
        <thead>
          <tr>
            <th scope="col">{t('exchange_inQgis')}</th>
            <th scope="col">{t('exchange_here')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <PreviewRow
              key={row.key}
              row={row}
              choice={choices.get(row.key) ?? null}
              onChoose={(next) => onChoose([[row.key, next]])}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" class="button" onClick={() => setShown(rows.length)}>
          {t('exchange_showAll', number(rows.length))}
        </button>
      )}
    </div>
  );
}

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ChevronIcon } from '../icons.tsx';
import { type MessageKey, useNumber, useT } from '../translation.ts';
import type { Line, Order, SortBy } from './lines.ts';
import { SourceLine } from './SourceLine.tsx';
import type { Choice } from './use-choice.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { LINE_HEIGHT, visibleRange } from './visible-range.ts';

const COLUMNS: readonly [SortBy, MessageKey, string][] = [
  ['kind', 'sources_kind', 'col-kind'],
  ['name', 'detailsName', 'col-name'],
  ['address', 'sources_address', 'col-address'],
  ['signIn', 'sources_signIn', 'col-sign-in'],
  ['status', 'diagnostics_status', 'col-status'],
  ['lastUsed', 'sources_lastUsed', 'col-used'],
];

/** Columns that are there in the narrowest window: a heading that spans more would make room for those that are not. */
const SPAN = 4;

interface SourcesTableProps {
  lines: readonly Line[];
  order: Order;
  onOrder: (order: Order) => void;
  choice: Choice;
  /** Id of the source that stands in the panel. */
  opened: string | null;
  onOpen: (id: string) => void;
  onRemove: (id: string) => void;
}

/** The sources as a table that scrolls by itself. Only the lines in sight are in the page, so that thousands stay fluid. */
export function SourcesTable(props: SourcesTableProps) {
  const { lines, order, onOrder, choice, opened, onOpen, onRemove } = props;
  const t = useT();
  const number = useNumber();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 0 });
  const measure = () => {
    const { scrollTop: top = 0, clientHeight: height = 0 } = scroller.current ?? {};
    // Once for each line that comes or goes.
    const isSame = (now: typeof seen) =>
      Math.floor(now.top / LINE_HEIGHT) === Math.floor(top / LINE_HEIGHT) && now.height === height;
    setSeen((now) => (isSame(now) ? now : { top, height }));
  };
  useEffect(() => {
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  useEffect(measure);

  const keys = useGridKeys(lines, scroller, { onToggle: choice.toggle, onOpen, onRemove });
  const { from, to } = visibleRange(lines.length, seen.top, seen.height);
  const drawn = lines.slice(from, to);
  const isDrawn = drawn.some(({ key }) => key === keys.active);
  const tabbable = isDrawn ? keys.active : drawn.find((line) => 'entry' in line)?.key;
  const space = (count: number) =>
    count > 0 && (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus.
      <tr class="space" aria-hidden="true">
        <td style={{ height: `${count * LINE_HEIGHT}px` }} />
      </tr>
    );
  const shown = lines.flatMap((line) => ('entry' in line ? line.entry.source.id : []));
  const all = choice.chosen.length > 0 && choice.chosen.length === new Set(shown).size;
  return (
    <div ref={scroller} class="sources-scroll" onScroll={measure}>
      <p id={id} class="unseen">
        {t('sources_keys')}
      </p>
      <table
        class="sources-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose lines take the focus.
        role="grid"
        aria-label={t('sources')}
        aria-describedby={id}
        aria-rowcount={lines.length + 1}
        aria-multiselectable="true"
        onKeyDown={keys.onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" class="choose">
              <input
                type="checkbox"
                aria-label={t('sources_chooseAll')}
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = !all && choice.chosen.length > 0;
                }}
                onChange={all ? choice.chooseNone : choice.chooseAll}
              />
            </th>
            {COLUMNS.map(([by, word, column]) => {
              const isBy = order.by === by;
              return (
                <th
                  key={by}
                  scope="col"
                  class={column}
                  aria-sort={isBy ? (order.down ? 'descending' : 'ascending') : 'none'}
                >
                  <button
                    type="button"
                    class="sort one-line"
                    onClick={() => onOrder({ by, down: isBy && !order.down })}
                  >
                    {t(word)}
                    {isBy && <ChevronIcon />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {space(from)}
          {drawn.map((line, at) =>
            'heading' in line ? (
              <tr key={line.key} class="group-line" aria-rowindex={from + at + 2}>
                <th scope="rowgroup" colSpan={SPAN} title={t('siteName', line.heading)}>
                  <div class="group-name">
                    <span class="one-line">{t('siteName', line.heading)}</span>{' '}
                    <span class="quiet">{number(line.count)}</span>
                  </div>
                </th>
              </tr>
            ) : (
              <SourceLine
                key={line.key}
                entry={line.entry}
                index={from + at + 2}
                chosen={choice.isChosen(line.entry.source.id)}
                open={line.entry.source.id === opened}
                tabbable={line.key === tabbable}
                onToggle={() => choice.toggle(line.entry.source.id)}
                onOpen={() => onOpen(line.entry.source.id)}
                onFocus={() => keys.setActive(line.key)}
              />
            ),
          )}
          {space(lines.length - to)}
        </tbody>
      </table>
    </div>
  );
}

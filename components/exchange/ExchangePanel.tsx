import './exchange.css';
import { useEffect, useRef } from 'preact/hooks';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { onEscape } from '../on-escape.ts';
import { useT } from '../translation.ts';
import { ExportFile } from './ExportFile.tsx';
import type { ExchangeActions } from './exchange-actions.ts';
import { ImportFiles } from './ImportFiles.tsx';

export interface ExchangePanelProps {
  /** Files that were dropped or chosen: import; null: export. */
  files: readonly File[] | null;
  view: SourcesView;
  /** Ids of the sources that are chosen on the page; export begins with these. */
  chosen: readonly string[];
  onClose: () => void;
  /** Made by `createExchangeActions` of `entrypoints/options/exchange-actions.ts`. */
  actions: ExchangeActions;
}

/** Files to and from other programs: what becomes of them first, then all or nothing. */
export function ExchangePanel({ files, ...props }: ExchangePanelProps) {
  const t = useT();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [files]);
  const words = t(files ? 'exchange_importTitle' : 'exchange_exportTitle');
  return (
    <section class="exchange" aria-label={words} onKeyDown={onEscape(props.onClose)}>
      <h2 ref={title} tabIndex={-1}>
        {words}
      </h2>
      {files ? (
        <ImportFiles key={files.map(({ name }) => name).join('/')} files={files} {...props} />
      ) : (
        <ExportFile {...props} />
      )}
    </section>
  );
}

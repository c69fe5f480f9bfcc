import { useState } from 'preact/hooks';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { useT } from '../translation.ts';
import { ExportConnections } from './ExportConnections.tsx';
import { ExportOAuth } from './ExportOAuth.tsx';
import { ExportSignIns } from './ExportSignIns.tsx';
import type { ExchangeActions } from './exchange-actions.ts';
import { type ExportPart, useExport } from './use-export.ts';

interface ExportFileProps {
  view: SourcesView;
  chosen: readonly string[];
  actions: ExchangeActions;
  onClose: () => void;
}

const PARTS = ['connections', 'signIns', 'oauth'] as const;
const WORDS = {
  connections: 'exchange_connections',
  signIns: 'exchange_signIns',
  oauth: 'exchange_oauthSettings',
} as const;

/** What is exported, for which sources and sign-ins, with or without what is secret. */
export function ExportFile({ view, chosen, actions, onClose }: ExportFileProps) {
  const t = useT();
  const [part, setPart] = useState<(typeof PARTS)[number]>('connections');
  const sources = chosen.length > 0 ? view.sources.filter(({ id }) => chosen.includes(id)) : view.sources;
  const used = new Set(sources.flatMap(({ uses }) => uses.map(({ accountId }) => accountId)));
  const signIns = chosen.length > 0 ? view.signIns.filter(({ id }) => used.has(id)) : view.signIns;
  const work = useExport(actions, { sources, signIns: view.signIns });
  const props: ExportPart = { sources, signIns, work, onClose };
  const choose = (next: (typeof PARTS)[number]) => {
    setPart(next);
    work.clear();
  };
  return (
    <>
      <fieldset class="segments">
        <legend class="unseen">{t('exchange_what')}</legend>
        {PARTS.map((each) => (
          <label key={each}>
            <input
              class="unseen"
              type="radio"
              name="exchange-what"
              checked={part === each}
              onChange={() => choose(each)}
            />
            <span>{t(WORDS[each])}</span>
          </label>
        ))}
      </fieldset>
      {part === 'connections' && <ExportConnections {...props} />}
      {part === 'signIns' && <ExportSignIns {...props} />}
      {part === 'oauth' && <ExportOAuth {...props} />}
    </>
  );
}

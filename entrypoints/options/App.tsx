import { useMemo, useState } from 'preact/hooks';
import { SourcesPage } from '../../components/sources/SourcesPage.tsx';
import { useAsked } from '../../components/use-asked.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { VaultCommand } from '../popup/commands.ts';
import { createSourcesActions } from './actions.ts';
import type { SourcesCommand } from './commands.ts';
import { createExchangeActions } from './exchange-actions.ts';
import type { SourcesPort } from './sources-port.ts';
import { useSourceRows } from './use-source-rows.ts';

/** The sources page: asks the worker, draws its view. */
export function App({ page, tabId }: { page: SourcesPort; tabId: number }) {
  const asking = useMemo(() => ({ send: page.ask, onChanged: page.onChanged }), [page]);
  const { view, failure, send } = useAsked<SourcesCommand, SourcesView>(asking, { command: 'sources' });
  const [openedAt] = useState(Date.now);
  const [opened, setOpened] = useState<string | null>(null);
  const actions = useMemo(() => createSourcesActions(page, send), [page, send]);
  const exchange = useMemo(
    () =>
      createExchangeActions({
        saveFile: page.saveFile,
        importRecords: (records) => send({ command: 'importRecords', ...records }),
        exportSignIns: async (ids) => {
          const reply = await page.exportSignIns({ command: 'exportSignIns', ids });
          return reply.ok ? reply.view : { failure: reply.failure };
        },
        vault: actions,
      }),
    [page, send, actions],
  );
  const source = view?.sources.find(({ id }) => id === opened) ?? null;
  const tell = (command: VaultCommand) =>
    command.command === 'lock' ? Promise.resolve(null) : actions[command.command](command.passphrase);
  const { rows, actions: rowActions } = useSourceRows(page, tabId, source, tell, actions.look);
  return (
    <SourcesPage
      {...{ view, failure, openedAt, actions, opened, rows, rowActions, exchange }}
      onOpened={setOpened}
    />
  );
}

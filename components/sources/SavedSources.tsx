import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { FailureText } from '../FailureText.tsx';
import { useNumber, useT } from '../translation.ts';
import { AddPanel } from './AddPanel.tsx';
import { BulkBar } from './BulkBar.tsx';
import { EmptySources } from './EmptySources.tsx';
import { Exchange } from './Exchange.tsx';
import { PlacesList } from './PlacesList.tsx';
import { SignInsTable } from './SignInsTable.tsx';
import { SourcePanel } from './SourcePanel.tsx';
import type { SourcesPageProps } from './SourcesPage.tsx';
import { SourcesTable } from './SourcesTable.tsx';
import { Tabs } from './Tabs.tsx';
import { TestProgress } from './TestProgress.tsx';
import { Toolbar } from './Toolbar.tsx';
import { UndoBar } from './UndoBar.tsx';
import { useChoice } from './use-choice.ts';
import { useDeeds } from './use-deeds.ts';
import { useDroppedFiles } from './use-dropped-files.ts';
import { useList } from './use-list.ts';
import { usePageKeys } from './use-page-keys.ts';

type SavedSourcesProps = Omit<SourcesPageProps, 'view' | 'failure' | 'openedAt'> & { view: SourcesView };

/** Import of these files, or export. The same file dropped again, with its next turn, is read again. */
type Exchanged = { files: readonly File[] | null; turn: number };

/** The saved sources with all that can be done with them: list at the left, table, panel at the right. */
export function SavedSources(props: SavedSourcesProps) {
  const { view, actions, opened, onOpened, rows, rowActions, exchange } = props;
  const t = useT();
  const number = useNumber();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<'sources' | 'signIns'>('sources');
  const [adding, setAdding] = useState(false);
  const [exchanged, setExchanged] = useState<Exchanged | null>(null);
  const turns = useRef(0);
  const begin = (files: Exchanged['files']) => {
    turns.current += 1;
    setExchanged({ files, turn: turns.current });
  };
  const list = useList(view);
  const shownIds = list.shown.map(({ source }) => source.id);
  const choice = useChoice(shownIds);
  const { deeds, trouble, undo, dismissUndo } = useDeeds(view, actions, onOpened);
  const over = useDroppedFiles(begin);

  const open = list.entries.find(({ source }) => source.id === opened);
  const close = () => onOpened(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (wasOpen.current && !open && lost)
      content.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
    wasOpen.current = open !== undefined;
    // It is gone: what comes back is not opened again.
    if (opened !== null && !open) close();
  }, [open]);
  usePageKeys({
    onSearch: () => field.current?.focus(),
    onLeave: open && !adding && !exchanged ? close : null,
  });

  const remove = (ids: string[]) => {
    if (ids.length > 0) void deeds.remove(ids);
  };
  const pickFiles = () => picker.current?.click();
  const chosen = list.shown.flatMap(({ source }) => (choice.isChosen(source.id) ? [source] : []));
  // Not drawn anew with every letter of a search.
  const places = useMemo(
    () => <PlacesList places={list.places} place={list.place} onChoose={list.setPlace} />,
    [list.places, list.place],
  );
  const isEmpty = view.sources.length + view.signIns.length === 0;
  return (
    <>
      {!isEmpty && (
        <div class="sources-bar">
          <Tabs
            label={t('sources')}
            tabs={[
              { id: 'sources', word: t('sources') },
              { id: 'signIns', word: t('diagnostics_accounts') },
            ]}
            chosen={tab}
            panel={id}
            onChoose={(to) => {
              setTab(to);
              close();
            }}
          />
          <Toolbar
            field={field}
            search={list.search}
            onSearch={(search) => {
              setTab('sources');
              list.setSearch(search);
            }}
            group={list.group}
            onGroup={list.setGroup}
            onAdd={() => setAdding(true)}
            onTestAll={() => void deeds.test(view.sources)}
            onImport={pickFiles}
            onExport={() => begin(null)}
          />
        </div>
      )}
      {trouble && (
        <div class="notice">
          <FailureText failure={trouble} />
        </div>
      )}
      {view.testing && <TestProgress testing={view.testing} onCancel={() => void deeds.cancelTest()} />}
      {adding && (
        <AddPanel actions={deeds} onSaved={() => setAdding(false)} onClose={() => setAdding(false)} />
      )}
      {exchanged && (
        <div class="sources-exchange">
          <Exchange
            key={exchanged.turn}
            files={exchanged.files}
            view={view}
            chosen={choice.chosen}
            onClose={() => setExchanged(null)}
            actions={exchange}
          />
        </div>
      )}
      {isEmpty && !adding && !exchanged && (
        <EmptySources onAdd={() => setAdding(true)} onImport={pickFiles} />
      )}
      {!isEmpty && (
        <div class={open ? 'sources-body with-panel' : 'sources-body'} hidden={exchanged !== null}>
          {tab === 'sources' && places}
          <div ref={content} id={id} class="sources-content" role="tabpanel" aria-labelledby={`${id}-${tab}`}>
            {tab === 'signIns' ? (
              <SignInsTable
                signIns={view.signIns}
                onSources={(signIn) => {
                  list.showAll();
                  list.setSearch(signIn.id);
                  setTab('sources');
                }}
              />
            ) : (
              <>
                {chosen.length > 0 && (
                  <BulkBar
                    chosen={chosen}
                    view={view}
                    actions={deeds}
                    onRemove={() => remove(choice.chosen)}
                    onExport={() => begin(null)}
                    onNone={choice.chooseNone}
                  />
                )}
                <p class="unseen" role="status">
                  {list.isNarrowed && t('sources_shown', number(list.shown.length))}
                </p>
                {list.shown.length === 0 ? (
                  <div class="sources-none">
                    <p class="quiet">{t('sources_nothingFound')}</p>
                    <button type="button" class="link" onClick={list.showAll}>
                      {t('sources_showAll')}
                    </button>
                  </div>
                ) : (
                  <SourcesTable
                    lines={list.lines}
                    order={list.order}
                    onOrder={list.setOrder}
                    choice={choice}
                    opened={opened}
                    onOpen={onOpened}
                    onRemove={(one) => remove([one])}
                  />
                )}
              </>
            )}
          </div>
          {open && (
            <SourcePanel
              key={open.source.id}
              entry={open}
              rows={rows}
              rowActions={rowActions}
              actions={deeds}
              onDuplicate={() => void deeds.duplicate(open.source.id)}
              onRemove={() => remove([open.source.id])}
              onClose={close}
            />
          )}
        </div>
      )}
      <UndoBar undo={undo} onUndo={() => undo && void deeds.undo(undo.origins)} onDismiss={dismissUndo} />
      <input
        ref={picker}
        class="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file may be chosen again once it was corrected.
          event.currentTarget.value = '';
          if (files.length > 0) begin(files);
        }}
      />
      {over && (
        <div class="drop-hint">
          <p class="lead">{t('sources_drop')}</p>
          <p>{t('sources_dropNote')}</p>
        </div>
      )}
    </>
  );
}

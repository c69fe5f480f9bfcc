import { toFailure } from '../../lib/errors.ts';
import type { CommandPayload, ViewOf } from '../../lib/messages/protocol.ts';
import type { SOURCES_COMMANDS } from '../../lib/messages/sources-protocol.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { capabilities } from '../../lib/platform/events.ts';
import type { Allowing } from '../../lib/sign-in/allowing.ts';
import type { Editing } from '../../lib/sign-in/editing.ts';
import { exportedSignIns } from '../../lib/sign-in/exporting.ts';
import type { Importing } from '../../lib/sign-in/importing.ts';
import type { Installed } from '../../lib/sign-in/installed.ts';
import type { Locking } from '../../lib/sign-in/locking.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import { sourcesView } from '../../lib/sign-in/sources-view.ts';
import type { Testing } from '../../lib/sign-in/testing.ts';
import type { Undoing } from '../../lib/sign-in/undoing.ts';
import { NOTHING_SAVED } from '../../lib/sources/model.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import type { Returning } from './returning.ts';
import type { VaultReport } from './vault-report.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  installed: Pick<Installed, 'placed'>;
  editing: Editing;
  allowing: Allowing;
  importing: Importing;
  undoing: Undoing;
  testing: Testing;
  locking: Pick<Locking, 'arm'>;
  access: Pick<Access, 'giveBack'>;
  returning: Pick<Returning, 'openSites'>;
  report: VaultReport;
  /** When a signed request of a source was last answered well, in ms since the epoch, by grant. */
  answeredWell: () => ReadonlyMap<string, number>;
  /** Something looks different now, on any page. */
  changed: () => Promise<unknown>;
}

type Name = keyof typeof SOURCES_COMMANDS;
type Handlers = { [N in Name]: (payload: CommandPayload<N>) => Promise<ViewOf<N>> };

/** Commands of the sources page: carried out, then answered with everything that is saved. */
export function createSourcesCommands(parts: Parts) {
  const { session, store, editing, allowing, importing, undoing, testing, access } = parts;

  /** What is saved, and what to say once on top: records that cannot be read, or were set aside. */
  async function read() {
    try {
      const saved = await store.read();
      const aside = await store.setAside();
      const notice = { code: 'recordsSetAside' as const, values: [String(aside)] };
      return { saved, changed: (await parts.installed.placed()).changed, notice: aside > 0 ? notice : null };
    } catch (error) {
      return { saved: NOTHING_SAVED, changed: new Set<string>(), notice: toFailure(error) };
    }
  }

  async function view(): Promise<SourcesView> {
    const { notice, ...records } = await read();
    return sourcesView({
      ...records,
      ...parts.report.parts(),
      notice: notice ?? parts.report.notice(),
      tested: session.all('tested'),
      testing: testing.progress(),
      undo: undoing.last(),
      answeredWell: parts.answeredWell(),
      ports: capabilities.portsInPatterns,
    });
  }

  /** Carries out, gives back the host access that nothing needs any more, tells every page of ours, and answers. */
  async function done(work: Promise<unknown>): Promise<SourcesView> {
    await work;
    await parts.locking.arm();
    await access.giveBack();
    await parts.changed();
    return view();
  }

  /** The same, where something may wait to be proven for a page that is open. */
  async function proven(work: Promise<unknown>): Promise<SourcesView> {
    const answer = await done(work);
    void parts.returning.openSites().catch(() => undefined);
    return answer;
  }

  const handlers: Handlers = {
    sources: view,
    addSource: ({ name, url }) => done(editing.add(name, url)),
    editSource: (wanted) => done(editing.edit(wanted)),
    duplicateSource: ({ id }) => done(editing.duplicate(id)),
    removeSources: ({ ids }) => done(editing.remove(ids)),
    undo: () => proven(undoing.undo()),
    allowSite: ({ ids, site }) => proven(allowing.allow(ids, site)),
    stopSite: ({ ids, site }) => done(allowing.stop(ids, site)),
    testSources: async ({ ids }) => {
      await testing.begin(ids);
      return view();
    },
    cancelTest: async () => {
      testing.cancel();
      return view();
    },
    importRecords: (records) => proven(importing.importRecords(records)),
    exportSignIns: async ({ ids }) => ({
      signIns: exportedSignIns((await store.read()).accounts, session.all('credential'), new Set(ids)),
    }),
  };

  return {
    carryOut: <N extends Name>(name: N, payload: unknown): Promise<ViewOf<N>> =>
      (handlers[name] as (payload: unknown) => Promise<ViewOf<N>>)(payload),
  };
}

export type SourcesCommands = ReturnType<typeof createSourcesCommands>;

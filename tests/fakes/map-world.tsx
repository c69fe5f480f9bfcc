import { render } from '@testing-library/preact';
import { LanguageContext } from '../../components/translation.ts';
import { App } from '../../entrypoints/map/App.tsx';
import type { MapPort } from '../../entrypoints/map/map-port.ts';
import { AppError } from '../../lib/errors.ts';
import type { Offer } from '../../lib/map/ports.ts';
import type { Command, Reply, ViewOf } from '../../lib/messages/protocol.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import type { ServiceRow, VaultView } from '../../lib/messages/view.ts';
import type { Project } from '../../lib/project/model.ts';
import { writeProject } from '../../lib/project/write.ts';
import { vault, view } from '../components/fixtures.ts';
import { inFrench, settle, type Tongue, t } from '../components/screen.tsx';
import { fakeEngine } from './map-engine.ts';

/** The map page with a worker, a browser and a map that write down what they are asked. */
export function mapWorld(project: Project, rows: ServiceRow[] = []) {
  const is = {
    rows,
    vault: vault() as VaultView,
    sources: [] as Partial<SavedSource>[],
    /** What the browser answers to any question for hosts. */
    allows: true,
    /** Patterns that it allows already; null for all. */
    allowed: null as string[] | null,
    offer: null as Offer | AppError | null,
    /** The worker does not answer what it is told of the services. */
    silent: false,
  };
  const log: Command[] = [];
  const asked: string[][] = [];
  const kept: string[] = [];
  const offered: string[] = [];
  let change = () => {};
  const answer = (command: Command): unknown => {
    if (command.command === 'projects') return [{ id: 'pr0ject', name: project.name, at: 1, saved: true }];
    if (command.command === 'readProject') return { text: writeProject(project), saved: true };
    if (command.command === 'keepProject') {
      kept.push(command.text);
      return [];
    }
    if (command.command === 'sources') return { sources: is.sources };
    return view(is.rows, { siteName: 'map.layerkey.invalid', vault: is.vault });
  };
  const page: MapPort = {
    send: async <C extends Command>(command: C) => {
      log.push(command);
      if (is.silent && command.command === 'mapServices') return new Promise(() => {});
      return { ok: true, view: answer(command) } as Reply<ViewOf<C['command']>>;
    },
    post: (command) => void log.push(command),
    requestOrigins: async (origins) => {
      asked.push(origins);
      if (is.allows) is.allowed = is.allowed && [...is.allowed, ...origins];
      return is.allows;
    },
    swapOrigins: async () => undefined,
    hasOrigins: async (origins) => is.allowed === null || origins.every((each) => is.allowed?.includes(each)),
    onChanged: (callback) => {
      change = callback;
      return () => {};
    },
    ...{ openPage: async () => {}, openAddress: async () => {}, copyText: async () => true },
    ...{ saveFile: () => undefined, patternsOfForm: () => [], closeSelf: () => {}, isTab: true },
    patternsOfServices: (urls) => [...new Set(urls.map((url) => `${new URL(url).origin}/*`))],
    estimate: async () => ({ score: 0, seconds: 0 }),
  };
  const map = fakeEngine();
  const readOffer = async (url: string) => {
    offered.push(url);
    if (is.offer === null || is.offer instanceof Error) throw is.offer ?? new AppError('unreachable');
    return is.offer;
  };
  return {
    ...{ is, log, asked, kept, offered, map },
    /** Draws the page with its project open. */
    open: async (tongue: Tongue = 'en') => {
      // Who has the project open is the browser's to say.
      const locks = { request: (_: string, __: object, hold: () => Promise<void>) => hold() };
      Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
      location.hash = '#pr0ject';
      const language = { t: tongue === 'fr' ? inFrench : t, locale: tongue };
      const drawn = render(
        <LanguageContext value={language}>
          <App
            {...{ page, tabId: 7, engine: map.engine, readOffer }}
            systemsOf={() => ['EPSG:3857', 'EPSG:2056']}
            viewIn={(before, crs) => ({ ...before, crs })}
          />
        </LanguageContext>,
      );
      for (let turn = 0; turn < 6; turn += 1) await settle();
      return drawn;
    },
    /** The worker says that something changed. */
    change: async (next: ServiceRow[]) => {
      is.rows = next;
      change();
      for (let turn = 0; turn < 4; turn += 1) await settle();
    },
    of: <C extends Command['command']>(name: C) =>
      log.filter((each): each is Extract<Command, { command: C }> => each.command === name),
  };
}

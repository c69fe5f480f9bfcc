import { useEffect, useRef, useState } from 'preact/hooks';
import type { AddActions, Adding } from '../../components/map/adding.ts';
import { toFailure } from '../../lib/errors.ts';
import type { Offer } from '../../lib/map/ports.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { isRefusal, mayDescribe } from '../../lib/project/asking.ts';
import { markOf } from '../../lib/project/refusals.ts';
import { rowAt } from '../../lib/project/rows.ts';
import { readPasted } from '../../lib/services/pasted.ts';
import { probeUrl } from '../../lib/services/probe-url.ts';
import { expandTemplate } from '../../lib/services/template.ts';
import type { MapPort } from './map-port.ts';

/** The service that layers are added from. */
export interface Chosen {
  /** As the user gave it, for the worker: maybe with a key, which it puts into the form. */
  typed: string;
  url: string;
  base: string;
  host: string;
  name: string;
}

type State =
  | Extract<Adding, { at: 'choose' }>
  | { at: 'asking'; chosen: Chosen; since: number; granted: boolean }
  /** `seen`: how the service stood when it refused. */
  | { at: 'signIn'; chosen: Chosen; rowKey: string; seen: string }
  | (Extract<Adding, { at: 'offer' }> & { chosen: Chosen });

interface Parts {
  page: Pick<MapPort, 'requestOrigins' | 'patternsOfServices'>;
  rows: readonly ServiceRow[];
  /** True where the worker has told of all services, also of the one that is added. */
  settled: boolean;
  readOffer: (url: string, fetch: typeof globalThis.fetch, signal: AbortSignal) => Promise<Offer>;
  /** The worker has to be told of these beside those of the project. */
  onBeside: (urls: readonly string[]) => void;
}

const stand = (row: ServiceRow | null) => `${row?.status} ${markOf(row)}`;

/** *Add layer*: from an address or a saved source over the browser's question and a sign-in to what the service offers. */
export function useAdding({ page, rows, settled, readOffer, onBeside }: Parts) {
  const [state, setState] = useState<State | null>(null);
  const asked = useRef<State | null>(null);
  const under = useRef<AbortController | null>(null);
  const stop = () => {
    under.current?.abort();
    onBeside([]);
  };

  /** In the click itself. */
  const begin = (typed: string, name: string, places: readonly string[]) => {
    let chosen: Chosen;
    try {
      const { url, base } = readPasted(typed);
      const host = new URL(expandTemplate(base)[0] ?? base).host;
      chosen = { typed, url, base, host, name: name || host };
    } catch (error) {
      setState({ at: 'choose', failure: toFailure(error) });
      return;
    }
    const asking = { at: 'asking', chosen, since: Date.now(), granted: false } as const;
    const origins = page.patternsOfServices([chosen.base, ...places].flatMap(expandTemplate));
    void page.requestOrigins(origins).then((granted) => {
      const denied = { code: 'permissionNotGiven', values: [chosen.host] } as const;
      setState((now) => {
        if (now !== asking) return now;
        return granted
          ? { ...asking, granted }
          : { at: 'choose', failure: { ...denied, values: [chosen.host] } };
      });
    });
    onBeside([typed]);
    setState(asking);
  };

  useEffect(() => {
    if (state?.at === 'signIn') {
      const row = rows.find(({ key }) => key === state.rowKey) ?? rowAt(state.chosen.base, rows);
      const isIn = row !== null && mayDescribe(row) === 'ask' && stand(row) !== state.seen;
      if (isIn) setState({ at: 'asking', chosen: state.chosen, since: Date.now(), granted: true });
      else if (row && row.key !== state.rowKey) setState({ ...state, rowKey: row.key });
    }
    if (state?.at !== 'asking' || !state.granted || !settled || asked.current === state) return;
    const { chosen } = state;
    const row = rowAt(chosen.base, rows);
    const may = row ? mayDescribe(row) : 'ask';
    if (may === 'wait') return;
    const signIn = (now: ServiceRow): State => ({
      ...{ at: 'signIn', chosen, rowKey: now.key, seen: stand(now) },
    });
    if (row && may === 'signIn') return setState(signIn(row));
    asked.current = state;
    const mine = new AbortController();
    under.current = mine;
    const ask = async (): Promise<State> => {
      try {
        const offer = await readOffer(chosen.url, fetch.bind(globalThis), mine.signal);
        const elsewhere = offer.elsewhere.flatMap((url) => {
          const host = URL.parse(url)?.host;
          return host ? [{ url, host, allowed: false }] : [];
        });
        return { at: 'offer', host: chosen.host, offer, elsewhere, failure: null, chosen };
      } catch (error) {
        const failure = toFailure(error);
        return row && isRefusal(failure.code) ? signIn(row) : { at: 'choose', failure };
      }
    };
    void ask().then((next) => {
      if (!mine.signal.aborted) setState((now) => (now === state ? next : now));
    });
  }, [state, rows, settled, readOffer]);

  const actions: Pick<AddActions, 'close' | 'back' | 'fromUrl' | 'fromSource'> & { open(): void } = {
    open: () => setState({ at: 'choose', failure: null }),
    close: () => {
      stop();
      setState(null);
    },
    back: () => {
      stop();
      setState({ at: 'choose', failure: null });
    },
    fromUrl: (url) => begin(url, '', []),
    fromSource: ({ name, kinds, urls, sample }) => begin(probeUrl(kinds, urls[0] ?? '', sample), name, urls),
  };
  return { adding: state && shownOf(state), state, setState, actions };
}

/** What of it the page draws. */
function shownOf(state: State): Adding {
  if (state.at === 'asking') return { at: 'asking', host: state.chosen.host, since: state.since };
  if (state.at === 'signIn') return { at: 'signIn', rowKey: state.rowKey };
  return state;
}

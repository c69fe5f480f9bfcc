import { createNoticing } from '../../entrypoints/background/noticing.ts';
import type { Answer, Request } from '../../lib/platform/watch.ts';
import { createCertificates } from '../../lib/sign-in/certificates.ts';
import { world } from './anna.ts';
import { PREFIX, SITE } from './records.ts';
import { seenRow } from './sign-in-world.ts';

/** One event as a browser tells it: what, and what differs from a request of the map in tab 1 for a picture. */
type Told =
  | ({ on: 'starts' } & Partial<Request>)
  | ({ on: 'answers'; status: number; headers?: Record<string, string> } & Partial<Request>)
  | ({ on: 'redirects'; to: string; status?: number } & Partial<Request>)
  | ({ on: 'fails'; error: string } & Partial<Request>);

export const MAP = `${PREFIX}?SERVICE=WMS&REQUEST=GetMap&LAYERS=roads`;

/** A worker that hears of requests, with everything behind it but the browser; nobody is signed in yet. */
export async function noticingWorld(reply?: Parameters<typeof world>[0]) {
  const made = await world(reply);
  const { session, signing, guards, eventLog, clock } = made;
  /** Hosts whose certificate became untrusted (false) or trusted. */
  const trust: [string, boolean][] = [];
  const certificates = createCertificates({
    session,
    now: () => clock.now,
    changed: (host, isTrusted) => void trust.push([host, isTrusted]),
  });
  /** Tabs whose page has something new, in order. */
  const noticed: number[] = [];
  const noticing = createNoticing({
    ...{ session, signing, guards, certificates, log: eventLog, now: () => clock.now },
    noticed: async (tabs) => void noticed.push(...tabs),
  });
  let last = 0;
  const { watcher } = noticing;
  /** Tells what the browser told. @returns the request's id. */
  const tell = (...events: Told[]): string => {
    const id = events[0]?.id ?? `r${++last}`;
    for (const event of events) {
      const request: Request = {
        ...{
          id,
          url: MAP,
          method: 'get',
          type: 'image',
          tabId: 1,
          frameId: 0,
          parentFrameId: -1,
          site: SITE,
        },
        at: clock.now,
        ...event,
      };
      if (event.on === 'starts') watcher.starts(request);
      else if (event.on === 'answers') watcher.answers({ ...request, ...answerOf(event) });
      else if (event.on === 'redirects') watcher.redirects({ status: 307, ...request, to: event.to });
      else watcher.fails({ ...request, error: event.error });
    }
    return id;
  };
  return {
    ...made,
    ...{ noticing, certificates, trust, noticed, tell },
    notes: (tabId = 1) => session.get('noted', tabId)?.notes ?? [],
    signInAnna: async () => {
      await made.signIn(seenRow());
      made.asked.length = 0;
      return (await made.store.read()).accounts[0]?.id ?? '';
    },
  };
}

function answerOf({ status, headers = {} }: { status: number; headers?: Record<string, string> }) {
  const list: Answer['headers'] = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { status, headers: list };
}

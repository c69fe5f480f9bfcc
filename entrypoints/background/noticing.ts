import type { EventLog } from '../../lib/diagnostics/log.ts';
import { observe } from '../../lib/guard/observed.ts';
import { placeOf } from '../../lib/guard/place.ts';
import type { Answer, Request, Watcher } from '../../lib/platform/watch.ts';
import { recognise } from '../../lib/services/recognise.ts';
import type { Certificates } from '../../lib/sign-in/certificates.ts';
import { createFrameTops } from '../../lib/sign-in/frame-tops.ts';
import type { Guards } from '../../lib/sign-in/guards.ts';
import { isFine, type Noted, placeOfNote } from '../../lib/sign-in/noted.ts';
import { type Became, corsOf, isWorthNoting, noteOf } from '../../lib/sign-in/noting.ts';
import { grantText } from '../../lib/sign-in/placements.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { Signature, Signing } from '../../lib/sign-in/signing.ts';
import { createNotingDown } from './noting-down.ts';
import { stopQueued } from './stop-queued.ts';

/** Requests under way that are remembered; of more, the oldest is forgotten. */
const MOST_UNDER_WAY = 3000;

interface Parts {
  session: Session;
  signing: Signing;
  guards: Guards;
  certificates: Certificates;
  log: EventLog;
  now: () => number;
  /** The pages of these tabs have something new to say. */
  noticed: (tabIds: ReadonlySet<number>) => Promise<unknown>;
}

/**
 * What the pages' requests tell: hands refusals of what we signed to the guard, at once, and notes for popup and badge which
 * services refuse. What concerns nobody costs a look into a map, and no waiting.
 */
export function createNoticing(parts: Parts) {
  const { session, signing, guards, certificates, log, now } = parts;
  /**
   * What we signed and is not answered yet, by the request's id. The address is the one that the page asked for: a rule of ours
   * may have put a key into it since.
   */
  const underWay = new Map<string, { signature: Signature; url: string; tabId: number; frameId: number }>();
  /** The same for what was sent on within its origin without an answer, and is not ours by now: its rule may be just going. */
  const askedAs = new Map<string, string>();
  /** All that we signed, for what the browser asks after the answer. */
  const signed = new Set<string>();
  /** Requests that the service answered; an error after that is about the page. */
  const answered = new Set<string>();
  /** When signed requests were last answered well, by grant; lost with the worker. */
  const well = new Map<string, number>();
  const tops = createFrameTops();
  const notingDown = createNotingDown(parts);
  const listeners = new Set<(note: Noted, tabId: number) => void>();

  function remember<T>(into: Map<string, T> | Set<string>, add: () => void): void {
    add();
    const [oldest] = into.keys();
    if (into.size > MOST_UNDER_WAY && oldest !== undefined) into.delete(oldest);
  }

  function take(request: Request | Answer, became: Became): void {
    const isHeard = listeners.size > 0;
    const isNews = () => became.observation.what === 'fine' && isTroubled(request);
    const cors = corsOf(request);
    if (request.method === 'options' ? cors === null : !isHeard && !isWorthNoting(became, cors) && !isNews())
      return;
    const isOurs = became.signed || signing.isKnown(request.url, request.site);
    if (request.site === undefined || (!isOurs && recognise(request.url) === null)) return;
    const note = noteOf(request, became);
    if (note.refused) log.note('refused', note.url, String(note.status));
    if (became.observation.what === 'limited') log.note('waiting', note.url, String(note.status));
    for (const tell of listeners) tell(note, request.tabId);
    notingDown.add({ tabId: request.tabId, frameId: request.frameId, note });
  }

  /** Something that is not fine was noted of this place. */
  function isTroubled({ tabId, url, site }: Request): boolean {
    const notes = session.get('noted', tabId)?.notes ?? [];
    if (notes.length === 0) return false;
    const place = placeOf(url);
    return notes.some((note) => !isFine(note) && note.site === site && placeOfNote(note) === place);
  }

  const watcher: Watcher = {
    starts: (request) => {
      const { type, tabId, id, url } = request;
      // A new page: what was noted is about the old one.
      if (type === 'main_frame') clear(tabId);
      if (type === 'sub_frame') tops.navigates(request);
      const before = underWay.get(id)?.url;
      // Sent on without an answer, within the same origin: by a rule of ours, most often.
      if (before !== undefined && URL.parse(before)?.origin === URL.parse(url)?.origin) return;
      const signature = signing.of({ ...request, top: tops.of(request) });
      if (!signature) {
        // A redirect leads elsewhere under the same id, where nothing is added.
        underWay.delete(id);
        signed.delete(id);
        return;
      }
      remember(underWay, () => underWay.set(id, { signature, url, tabId, frameId: request.frameId }));
      remember(signed, () => signed.add(id));
    },
    answers: (told) => {
      const { id, status } = told;
      const { signature, url } = asked(told);
      const answer = { ...told, url };
      // Where a server sends it on, what is asked there begins anew.
      forget(id);
      remember(answered, () => answered.add(id));
      const header = (name: string) => answer.headers.find((each) => each.name.toLowerCase() === name)?.value;
      certificates.answered(url, header('strict-transport-security'));
      if (answer.type === 'main_frame' && !signature) return;
      const hidden = status === 400 || status === 404;
      const known = hidden && signing.isKnown(url, answer.site);
      const ours = signature ? 'signed' : known ? 'known' : 'unknown';
      const location = header('location') ?? '';
      const observation = observe({ ...answer, location, error: '', fromCache: false, ours }, now());
      if (signature && guards.answered(signature, url, observation))
        stopQueued(underWay.values(), signature.accountId);
      if (signature && observation.what === 'fine') well.set(grantText(signature), now());
      if (answer.type !== 'main_frame') take(answer, { observation, signed: signature !== undefined });
    },
    redirects: (redirect) => {
      const { id, url, to } = redirect;
      // Firefox tells so of what a service worker of the site answers; nothing follows.
      if (to === url) return void underWay.delete(id);
      // A server's own redirect was an answer; a rule of ours, and https instead of http, stay at the host.
      if (answered.delete(id)) return;
      const [from, target] = [URL.parse(url), URL.parse(to)];
      if (from?.origin === target?.origin && !askedAs.has(id)) remember(askedAs, () => askedAs.set(id, url));
      if (from?.hostname === target?.hostname) return;
      take(redirect, { observation: { what: 'nothing' }, signed: underWay.has(id), diverted: true });
    },
    fails: (told) => {
      const { id, error } = told;
      const { signature, url } = asked(told);
      const failed = { ...told, url };
      certificates.failed(url, error);
      forget(id);
      const wasAnswered = answered.delete(id);
      if (failed.type === 'main_frame') return;
      const nothing = { status: 0, headers: [], location: '', fromCache: false };
      const ours = signature ? 'signed' : 'unknown';
      const observation = observe({ ...failed, ...nothing, error, ours }, now());
      if (signature) guards.answered(signature, url, observation);
      // Chromium tells so that the page may not read what was answered.
      if (!wasAnswered) take(failed, { observation, signed: signature !== undefined, error });
    },
  };

  /** A request as the page made it. */
  function asked({ id, url }: Request): { signature?: Signature; url: string } {
    return underWay.get(id) ?? { url: askedAs.get(id) ?? url };
  }

  function forget(id: string): void {
    underWay.delete(id);
    askedAs.delete(id);
  }

  function clear(tabId: number): void {
    tops.clear(tabId);
    notingDown.clear(tabId);
  }

  return {
    watcher,
    /** True where a rule of ours matched this request. */
    wasSigned: (id: string): boolean => signed.has(id),
    answeredWell: (): ReadonlyMap<string, number> => well,
    /** The tab was closed, or shows another site than what was noted of. */
    clear,
    /** Calls back for every answer of a map service, fine ones too. @returns a function that stops it. */
    listen: (tell: (note: Noted, tabId: number) => void): (() => void) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}

export type Noticing = ReturnType<typeof createNoticing>;

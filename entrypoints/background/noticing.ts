import type { EventLog } from '../../lib/diagnostics/log.ts';
import { observe } from '../../lib/guard/observed.ts';
import { placeOf } from '../../lib/guard/place.ts';
import type { Answer, Request, Watcher } from '../../lib/platform/watch.ts';
import { originOfTab } from '../../lib/platform/worker.ts';
import { recognise } from '../../lib/services/recognise.ts';
import type { Certificates } from '../../lib/sign-in/certificates.ts';
import { createFrameTops } from '../../lib/sign-in/frame-tops.ts';
import type { Guards } from '../../lib/sign-in/guards.ts';
import { NOTHING_NOTED, type Noted, withNote } from '../../lib/sign-in/noted.ts';
import { type Became, corsOf, isWorthNoting, noteOf } from '../../lib/sign-in/noting.ts';
import { grantText } from '../../lib/sign-in/placements.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { Signature, Signing } from '../../lib/sign-in/signing.ts';

/** Answers come in storms: they are written down together. In milliseconds. */
const TOGETHER_MS = 150;

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
  /** What we signed and is not answered yet, by the request's id. */
  const underWay = new Map<string, Signature>();
  /** All that we signed, for what the browser asks after the answer. */
  const signed = new Set<string>();
  /** Requests that the service answered; an error after that is about the page. */
  const answered = new Set<string>();
  /** What is to be written down, by tab; -1 for workers, whose site names their tab. */
  let waiting: { tabId: number; frameId: number; note: Noted }[] = [];
  /** When signed requests were last answered well, by grant; lost with the worker. */
  const well = new Map<string, number>();
  const tops = createFrameTops();
  const listeners = new Set<(note: Noted, tabId: number) => void>();

  function remember<T>(into: Map<string, T> | Set<string>, _id: string, add: () => void): void {
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
    if (waiting.length === 0) setTimeout(() => void write(), TOGETHER_MS);
    waiting.push({ tabId: request.tabId, frameId: request.frameId, note });
  }

  /** Something that is not fine was noted of this place. */
  function isTroubled({ tabId, url, site }: Request): boolean {
    const notes = session.get('noted', tabId)?.notes ?? [];
    if (notes.length === 0) return false;
    const place = placeOf(url);
    return notes.some((note) => note.site === site && placeOf(note.url) === place);
  }

  async function write(): Promise<void> {
    const now = waiting;
    waiting = [];
    const changed = new Set<number>();
    for (const { tabId, frameId, note } of now) {
      for (const tab of tabId >= 0 ? [tabId] : tabsOf(note.site)) {
        const page = session.get('noted', tab) ?? NOTHING_NOTED;
        const site = frameId === 0 && tabId >= 0 ? note.site : (page.site ?? (await siteOf(tab)));
        const topSite = site ?? note.site;
        await session.set('noted', tab, { site, notes: withNote(page.notes, { ...note, topSite }) });
        changed.add(tab);
      }
    }
    if (changed.size > 0) await parts.noticed(changed);
  }

  const siteOf = async (tabId: number) =>
    session.get('page', tabId)?.site ?? (await originOfTab(tabId)) ?? null;

  /** Tabs that show a page of this site, as far as they are known. */
  function tabsOf(site: string): number[] {
    const known = [...session.all('page'), ...session.all('noted')];
    return [...new Set(known.filter(([, page]) => page.site === site).map(([tabId]) => Number(tabId)))];
  }

  const watcher: Watcher = {
    starts: (request) => {
      const { type, tabId, id } = request;
      // A new page: what was noted is about the old one.
      if (type === 'main_frame') clear(tabId);
      if (type === 'sub_frame') tops.navigates(request);
      const signature = signing.of({ ...request, top: tops.of(request) });
      if (!signature) return;
      remember(underWay, id, () => underWay.set(id, signature));
      remember(signed, id, () => signed.add(id));
    },
    answers: (answer) => {
      const { id, url, status } = answer;
      const isRedirect = status >= 300 && status < 400;
      const signature = underWay.get(id);
      if (signature && !isRedirect) underWay.delete(id);
      remember(answered, id, () => answered.add(id));
      const header = (name: string) => answer.headers.find((each) => each.name.toLowerCase() === name)?.value;
      certificates.answered(url, header('strict-transport-security'));
      if (answer.type === 'main_frame') return;
      const hidden = status === 400 || status === 404;
      const known = hidden && signing.isKnown(url, answer.site);
      const ours = signature ? 'signed' : known ? 'known' : 'unknown';
      const location = header('location') ?? '';
      const observation = observe({ ...answer, location, error: '', fromCache: false, ours }, now());
      if (signature) guards.answered(signature, url, observation);
      if (signature && observation.what === 'fine') well.set(grantText(signature), now());
      take(answer, { observation, signed: signature !== undefined });
    },
    redirects: (redirect) => {
      const { id, url, to } = redirect;
      // Firefox tells so of what a service worker of the site answers; nothing follows.
      if (to === url) return void underWay.delete(id);
      // A server's own redirect was an answer; a rule of ours, and https instead of http, stay at the host.
      if (answered.delete(id) || URL.parse(to)?.hostname === URL.parse(url)?.hostname) return;
      take(redirect, { observation: { what: 'nothing' }, signed: underWay.has(id), diverted: true });
    },
    fails: (failed) => {
      const { id, url, error } = failed;
      certificates.failed(url, error);
      const signature = underWay.get(id);
      underWay.delete(id);
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

  function clear(tabId: number): void {
    tops.clear(tabId);
    waiting = waiting.filter((each) => each.tabId !== tabId);
    if (session.get('noted', tabId) === undefined) return;
    void session.remove('noted', tabId).then(() => parts.noticed(new Set([tabId])));
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

import type { Draft } from '../messages/form-view.ts';
import type { PageReading } from '../platform/read-page.ts';
import { deriveRequests, isDerivable } from '../services/derive.ts';
import { groupServices, type SeenService } from '../services/group.ts';
import { readPasted } from '../services/pasted.ts';
import { expandTemplate } from '../services/template.ts';
import { prefixesOf } from '../sources/destinations.ts';
import type { Saved } from '../sources/model.ts';
import { isUnder, parsePrefix } from '../sources/prefix.ts';
import { mergeCopies, noteCopies } from './copies.ts';
import { behindProxies, mergeProxied, type PageRequested, proxiedServices } from './proxied.ts';
import type { PageRecord, PageService } from './session.ts';

/** A page of which nothing is known. */
export const UNKNOWN_PAGE: PageRecord = {
  site: null,
  services: [],
  frames: [],
  incomplete: false,
  accessible: [],
  watching: false,
  left: false,
  signed: [],
  stale: [],
  noted: [],
  proxied: [],
};

/** Documents among the requests that name further requests (tiles fetched by workers); at most six. */
export function documentsToRead(readings: readonly PageReading[]): string[] {
  return (
    readings[0]?.requests
      .map(({ url }) => url)
      .filter(isDerivable)
      .slice(0, 6) ?? []
  );
}

/** A page's record from what its documents say; what was learned by asking stays. */
export function pageFrom(
  before: PageRecord,
  readings: readonly PageReading[],
  documents: readonly { url: string; text: string }[],
): PageRecord {
  const [top] = readings;
  if (top === undefined) return { ...before, site: null };
  const derived = documents.flatMap(({ url, text }) =>
    deriveRequests(url, text).map((each) => ({ url: each, status: 0 })),
  );
  const services = readings.flatMap(({ origin, requests }, index) =>
    seenBy(origin, top.origin, index === 0 ? [...requests, ...derived] : requests),
  );
  const told = readings.flatMap((reading) => noteCopies(reading, top.origin));
  const proxied = readings.flatMap(({ origin, requests }) => proxiedServices(origin, top.origin, requests));
  const read = new Set(readings.slice(1).map(({ origin }) => origin));
  return {
    ...before,
    site: top.origin,
    services: mergeServices(before.services, services),
    noted: mergeCopies(before.noted, told),
    proxied: mergeProxied(before.proxied, proxied),
    incomplete: top.full,
    frames: readings
      .flatMap(({ frames }) => frames)
      .map((origin) => ({
        origin,
        looked: read.has(origin) || before.frames.some((frame) => frame.origin === origin && frame.looked),
      })),
  };
}

/** The services among one document's requests, also those that the site's own server asks for the page. */
export function seenBy(site: string, topSite: string, requests: readonly PageRequested[]): PageService[] {
  return groupServices(behindProxies(requests)).map((service) => ({ site, topSite, service }));
}

/** Adds what is new; where a service is known already, what says more wins and its place is kept. */
export function mergeServices(before: readonly PageService[], now: readonly PageService[]): PageService[] {
  const merged = [...before];
  for (const seen of now) {
    const index = merged.findIndex(
      ({ site, service }) => site === seen.site && service.base === seen.service.base,
    );
    const old = merged[index];
    if (old === undefined) merged.push(seen);
    else merged[index] = { ...seen, service: mergeService(old.service, seen.service) };
  }
  return merged;
}

function mergeService(old: SeenService, now: SeenService): SeenService {
  const keepOld = now.state === 'unknown' && old.state !== 'unknown';
  return {
    ...now,
    kinds: [...new Set([...old.kinds, ...now.kinds])],
    ...(keepOld ? { state: old.state, sample: old.sample } : {}),
    challenges: [...new Set([...old.challenges, ...now.challenges])],
    keyNames: [...new Set([...old.keyNames, ...now.keyNames])],
  };
}

/**
 * What a page gets where somebody is signed in says nothing about who is not: not *open*, then and after the sign-in has
 * ended, until the page is loaded again.
 */
export function withoutSignedAnswers(page: PageRecord, saved: Saved): PageRecord {
  const sites = new Set([page.site, ...page.services.map(({ site }) => site)]);
  const urls = new Map(saved.sources.map((source) => [source.id, source.urls]));
  const now = saved.grants
    .filter(({ site }) => sites.has(site))
    .flatMap(({ site, sourceId }) =>
      prefixesOf(urls.get(sourceId) ?? []).map((prefix) => ({ site, prefix })),
    );
  const known = new Set(page.signed.map(({ site, prefix }) => `${site} ${prefix}`));
  const signed = [...page.signed, ...now.filter(({ site, prefix }) => !known.has(`${site} ${prefix}`))];
  const wasSigned = ({ site, service }: PageService) => {
    const url = URL.parse(expandTemplate(service.base)[0] ?? '');
    return signed.some(
      (each) => each.site === site && url !== null && isUnder(parsePrefix(each.prefix), url),
    );
  };
  const services = page.services.map((each) =>
    each.service.state === 'open' && wasSigned(each)
      ? { ...each, service: { ...each.service, state: 'unknown' as const } }
      : each,
  );
  return { ...page, services, signed };
}

/** A service that the user pasted, as if the page had asked for it, and the form filled with what stood in the URL. */
export function pastedService(text: string, site: string): { added: PageService; draft: Draft | null } {
  const { base, kinds, sample, username = '', password = '', key } = readPasted(text);
  const keyNames = key && !key.name.startsWith(';') ? [key.name] : [];
  const service: SeenService = {
    base,
    kinds,
    sample,
    state: 'unknown',
    challenges: [],
    keyNames,
    signed: false,
  };
  const added = { site, topSite: site, service };
  const draft = (method: string, fields: Draft['fields']) => ({
    added,
    draft: { method, fields, acceptPlainHttp: false, remember: false },
  });
  if (key?.name.startsWith(';')) return draft('pathKey', { key: key.value, pathText: key.name });
  if (key && kinds.includes('GEODI') && key.name.toLowerCase() === 'usersession')
    return draft('geodi', { way: 'token', server: base, token: key.value });
  if (key) return draft('key', { key: key.value, parameter: key.name });
  if (username !== '' || password !== '') return draft('basic', { username, password });
  return { added, draft: null };
}

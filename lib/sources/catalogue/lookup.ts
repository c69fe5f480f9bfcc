import { AGENCIES } from './agencies.ts';
import { BASEMAPS } from './basemaps.ts';
import type { CatalogueRow, KnownService } from './known-service.ts';
import { PLATFORMS } from './platforms.ts';

export type { KnownService } from './known-service.ts';

interface Pattern {
  matches: RegExp;
  /** Characters that are not `*`: the more, the more specific. */
  literal: number;
  service: KnownService;
}

let patterns: Pattern[] | undefined;

/**
 * What the service at a host is known to take, by the most specific host pattern; null where nothing is known.
 * A suggestion, never a permission: hosts of one provider may differ.
 * @param host as in a URL, `api.os.uk`; a port is ignored
 */
export function lookup(host: string): KnownService | null {
  patterns ??= [...BASEMAPS, ...AGENCIES, ...PLATFORMS]
    .flatMap(toPatterns)
    .sort((one, other) => other.literal - one.literal);
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  return patterns.find(({ matches }) => matches.test(name))?.service ?? null;
}

function toPatterns(row: CatalogueRow): Pattern[] {
  const service: KnownService = { query: [], headers: [], pairs: [], pathText: '', ...row };
  return row.hosts.map((host) => ({
    matches: toRegExp(host),
    literal: host.replaceAll('*', '').length + (host.includes('*') ? 0 : 0.5),
    service,
  }));
}

function toRegExp(host: string): RegExp {
  const deep = host.startsWith('*.');
  const rest = (deep ? host.slice(2) : host)
    .split('*')
    .map((part) => part.replaceAll('.', '\\.'))
    .join('[a-z0-9-]*');
  return new RegExp(`^${deep ? '(?:[a-z0-9-]+\\.)+' : ''}${rest}$`);
}

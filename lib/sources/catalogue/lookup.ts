import type { KnownService } from './known-service.ts';
import { knownServices } from './rows.ts';

export type { KnownService } from './known-service.ts';

interface Pattern {
  matches(host: string, path: string): boolean;
  /** Characters that are not `*`: the more, the more specific. */
  literal: number;
  service: KnownService;
}

let patterns: Pattern[] | undefined;

/**
 * What the service at a host is known to take, by the most specific host pattern; at an unknown host by its path alone; null
 * where nothing is known. A suggestion, never a permission: hosts of one provider may differ.
 * @param host as in a URL, `api.os.uk`; a port is ignored
 * @param path of its base URL, `/geoserver/ows`
 */
export function lookup(host: string, path = ''): KnownService | null {
  patterns ??= knownServices()
    .flatMap(toPatterns)
    .sort((one, other) => other.literal - one.literal);
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  // The mark may be the path's end: `/rest/services`.
  const place = `${path.toLowerCase()}/`;
  return patterns.find(({ matches }) => matches(name, place))?.service ?? null;
}

function toPatterns(service: KnownService): Pattern[] {
  const { hosts, paths } = service;
  const isMarked = (path: string) => paths.length === 0 || paths.some((mark) => path.includes(mark));
  if (hosts.length === 0) {
    return paths.length === 0 ? [] : [{ matches: (_, path) => isMarked(path), literal: 0, service }];
  }
  return hosts.map((pattern) => {
    const isHost = toRegExp(pattern);
    const whole = pattern.includes('*') ? 0 : 0.5;
    return {
      matches: (host, path) => isHost.test(host) && isMarked(path),
      literal: pattern.replaceAll('*', '').length + whole + (paths.length > 0 ? 0.25 : 0),
      service,
    };
  });
}

function toRegExp(host: string): RegExp {
  const deep = host.startsWith('*.');
  const rest = (deep ? host.slice(2) : host)
    .split('*')
    .map((part) => part.replaceAll('.', '\\.'))
    .join('[a-z0-9-]*');
  return new RegExp(`^${deep ? '(?:[a-z0-9-]+\\.)+' : ''}${rest}$`);
}

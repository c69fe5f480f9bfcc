import type { FoundProvider, KnownView } from '../../messages/view.ts';
import type { KnownService } from './known-service.ts';

/** What the popup says of a known service beside its forms. */
export function knownView({ name, keyPage, keyPrefixes, open, cannot }: KnownService): KnownView {
  return { name, keyPage, keyPrefixes, open, cannot };
}

/** The same in the list of providers. */
export function foundProvider(service: KnownService): FoundProvider {
  const { id, name, hosts, address, keyPage, open, cannot } = service;
  const [host = ''] = hosts;
  return {
    id,
    name,
    host: host.replace(/^\*\./, ''),
    address,
    keyPage,
    takesKey: takesKey(service),
    open,
    cannot,
  };
}

function takesKey({ query, pairs, pathText, headers }: KnownService): boolean {
  const inHeader = headers.some(({ scheme, other }) => !other && scheme !== 'Basic');
  return inHeader || query.length + pairs.length > 0 || pathText !== '';
}

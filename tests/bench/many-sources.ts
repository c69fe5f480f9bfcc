import { compileRules } from '../../lib/rules/compile.ts';
import { placementsOf } from '../../lib/sign-in/placements.ts';
import type { AccountState } from '../../lib/sign-in/session.ts';
import { destinationsOf } from '../../lib/sources/destinations.ts';
import type { Credential, Saved, Source } from '../../lib/sources/model.ts';

/** Everything Layerkey would have in its two storages after signing in to so many sources. */
export interface ManySources {
  saved: Saved;
  credentials: Map<string, Credential>;
  accounts: Map<string, AccountState>;
}

/** Seven characters, as every id of Layerkey has. */
const idOf = (letter: string, index: number) => letter + String(index).padStart(6, '0');

/** The path of one of them: far enough from its neighbours that none is under another. */
export const pathOf = (index: number) => `/geoserver/workspace${String(index).padStart(5, '0')}/ows`;

/**
 * So many sources of one service's host, each at its own path with its own sign-in, all used on one site.
 * @param method `basic` adds a header, `key` adds a parameter to the URL.
 */
export function manySources(
  count: number,
  service: string,
  site: string,
  method: 'basic' | 'key',
): ManySources {
  const saved: Saved = { sources: [], accounts: [], grants: [], keyVault: [] };
  const credentials = new Map<string, Credential>();
  const accounts = new Map<string, AccountState>();
  for (let index = 0; index < count; index++) {
    const url = service + pathOf(index);
    const accountId = idOf('a', index);
    const source: Source = {
      id: idOf('s', index),
      name: `Workspace ${index}`,
      kinds: ['WMS'],
      urls: [url],
      sample: `${url}?SERVICE=WMS&REQUEST=GetMap&LAYERS=a`,
      frames: false,
    };
    const grant = { sourceId: source.id, accountId, site, topSites: [site] };
    const isKey = method === 'key';
    saved.sources.push(source);
    saved.accounts.push({
      id: accountId,
      method,
      who: isKey ? '' : `user${index}`,
      settings: isKey ? {} : { username: `user${index}` },
      origins: [service],
    });
    saved.grants.push(grant);
    saved.keyVault.push({ sourceId: source.id, method, ...(isKey ? { parameter: 'apikey' } : {}) });
    credentials.set(accountId, {
      accountId,
      secrets: isKey ? { key: `key-${index}-5b2c9e` } : { password: `password-${index}` },
      destinations: destinationsOf(source, grant),
    });
    accounts.set(accountId, { status: 'signedIn', why: null, since: 0 });
  }
  return { saved, credentials, accounts };
}

/** The records as they stand in `storage.local`. */
export function localRecords({ saved }: ManySources): Record<string, unknown> {
  return Object.fromEntries([
    ['version', 1],
    ...saved.sources.map((source) => [`source:${source.id}`, source]),
    ...saved.accounts.map((account) => [`account:${account.id}`, account]),
    ...saved.grants.map((grant) => [`grant:${grant.sourceId} ${grant.site}`, grant]),
    ...saved.keyVault.map((entry) => [`keyVault:${entry.sourceId}`, entry]),
  ]);
}

/** The records as they stand in `storage.session`. */
export function sessionRecords({ credentials, accounts }: ManySources): Record<string, unknown> {
  return Object.fromEntries([
    ...[...credentials].map(([id, credential]) => [`credential:${id}`, credential]),
    ...[...accounts].map(([id, account]) => [`account:${id}`, account]),
  ]);
}

/** As in Chromium, with no host below a site's own. */
const OPTIONS = { topDomains: true, allowed: [], ownHost: 'layerkey' };

/** The rules that Layerkey makes of it. */
export function rulesOf({ saved, credentials, accounts }: ManySources) {
  return compileRules(placementsOf(saved, credentials, accounts).placements, OPTIONS);
}

import type { Held } from '../../lib/sign-in/session.ts';
import type { Account, Credential, Destination, Grant, Saved, Source } from '../../lib/sources/model.ts';

export const SITE = 'https://maps.example.org';
export const PREFIX = 'https://geo.example.com/geoserver/ows';

export const NOTHING: Saved = { sources: [], accounts: [], grants: [], keyVault: [] };

export function source(more: Partial<Source> = {}): Source {
  return {
    id: 'source1',
    name: 'geo.example.com',
    kinds: ['WMS'],
    urls: [PREFIX],
    sample: `${PREFIX}?SERVICE=WMS&REQUEST=GetMap`,
    frames: false,
    ...more,
  };
}

export function account(more: Partial<Account> = {}): Account {
  return {
    id: 'accoun1',
    method: 'basic',
    who: 'anna',
    settings: { username: 'anna' },
    origins: ['https://geo.example.com'],
    ...more,
  };
}

export function grant(more: Partial<Grant> = {}): Grant {
  return { sourceId: 'source1', accountId: 'accoun1', site: SITE, topSites: [SITE], ...more };
}

export function destination(more: Partial<Destination> = {}): Destination {
  return {
    sourceId: 'source1',
    prefix: PREFIX,
    site: SITE,
    topSites: [SITE],
    methods: ['get', 'head'],
    frames: false,
    ...more,
  };
}

export function credential(more: Partial<Credential> = {}): Credential {
  return {
    accountId: 'accoun1',
    secrets: { password: 'Str0ng-secret' },
    destinations: [destination()],
    ...more,
  };
}

/** The same while it is held in memory, until the browser closes. */
export function held(more: Partial<Held> = {}): Held {
  return { ...credential(more), remembered: false, ...more };
}

/** One source with one account on one site. */
export function saved(more: Partial<Saved> = {}): Saved {
  return {
    sources: [source()],
    accounts: [account()],
    grants: [grant()],
    keyVault: [{ sourceId: 'source1', method: 'basic' }],
    ...more,
  };
}

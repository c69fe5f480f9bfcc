import type { SavedSignIn, SavedSource, SourcesView, SourceUse } from '../../lib/messages/sources-view.ts';
import { SERVICE_KINDS } from '../../lib/services/kinds.ts';
import { STATUSES } from '../../lib/sign-in/status.ts';
import { vault } from './fixtures.ts';

export const use = (more: Partial<SourceUse> = {}): SourceUse => ({
  site: 'https://maps.city.example',
  name: 'maps.city.example',
  accountId: 'acc0001',
  status: 'signedIn',
  changed: false,
  ...more,
});

/** A saved source that one site uses. */
export function source(more: Partial<SavedSource> = {}): SavedSource {
  return {
    id: 'src0001',
    name: 'Cadastre',
    kinds: ['WMS'],
    urls: ['https://geo.example.com/geoserver/ows'],
    provider: 'geo.example.com',
    uses: [use()],
    parameter: null,
    frames: false,
    sample: '',
    origins: ['https://geo.example.com/*'],
    status: 'signedIn',
    tested: null,
    lastUsed: null,
    ...more,
  };
}

export const savedSignIn = (more: Partial<SavedSignIn> = {}): SavedSignIn => ({
  id: 'acc0001',
  method: 'basic',
  who: 'ada@example.com',
  hosts: ['geo.example.com'],
  status: 'signedIn',
  remembered: true,
  ready: true,
  sources: 1,
  ...more,
});

/** Three sources as somebody may well have them: used, not accepted any more, not used at all. */
export function sourcesView(more: Partial<SourcesView> = {}): SourcesView {
  return {
    vault: vault({ state: 'unlocked' }),
    sources: [
      source({ lastUsed: Date.UTC(2026, 4, 3, 12) }),
      source({
        ...{
          id: 'src0002',
          name: 'Aerial 10',
          kinds: ['XYZ'],
          provider: 'MapTiler Cloud',
          status: 'notAccepted',
        },
        urls: ['https://api.maptiler.com/tiles/{z}/{x}/{y}'],
        parameter: 'key',
        uses: [
          use({
            accountId: 'acc0002',
            status: 'notAccepted',
            site: 'https://portal.example',
            name: 'portal.example',
          }),
        ],
        origins: ['https://api.maptiler.com/*'],
      }),
      source({
        ...{
          id: 'src0003',
          name: 'Aerial 9',
          kinds: ['WFS'],
          provider: 'open.example',
          status: 'notChecked',
        },
        ...{ urls: ['https://open.example/wfs'], uses: [], origins: ['https://open.example/*'] },
      }),
    ],
    signIns: [
      savedSignIn(),
      savedSignIn({ id: 'acc0002', method: 'key', who: '', hosts: ['api.maptiler.com'] }),
    ],
    sites: [
      {
        site: 'https://maps.city.example',
        name: 'maps.city.example',
        origins: ['https://maps.city.example/*'],
      },
      { site: 'https://portal.example', name: 'portal.example', origins: ['https://portal.example/*'] },
    ],
    testing: null,
    undo: null,
    notice: null,
    ...more,
  };
}

const LONG = 'geodata-and-cadastre.services.ministry-of-the-environment-and-spatial-planning.example.org';

/** Many sources with long names, of all kinds and in all states. */
export function manySources(count: number): SourcesView {
  const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
  const signIns = Array.from({ length: 12 }, (_, n) =>
    savedSignIn({
      id: `acc${String(n).padStart(4, '0')}`,
      who: n % 3 === 0 ? '' : `augusta-ada.king-noel.countess-of-lovelace.${n}@${LONG}`,
      method: at(['basic', 'key', 'oauth'], n),
      hosts: [`${n}.${LONG}`],
      sources: Math.ceil(count / 12),
    }),
  );
  const sites = Array.from({ length: 20 }, (_, n) => ({
    site: `https://maps${n}.${LONG}`,
    name: `maps${n}.${LONG}`,
  }));
  const sources = Array.from({ length: count }, (_, n) => {
    const status = at(STATUSES, n);
    return source({
      id: `s${String(n).padStart(6, '0')}`,
      name: `Topographic map ${n} of the department of ${'water, forests and landscape '.repeat((n % 3) + 1)}`.trim(),
      kinds: [at(SERVICE_KINDS, n), ...(n % 4 === 0 ? (['WFS', 'WCS'] as const) : [])].slice(0, 3),
      urls: [`https://${n % 25}.${LONG}/geoserver/workspace-${n}/with/a/long/path/ows`],
      provider: n % 5 === 0 ? 'Ministry of the Environment' : `${n % 25}.${LONG}`,
      uses: n % 7 === 0 ? [] : [use({ ...at(sites, n), accountId: at(signIns, n).id, status })],
      status,
      lastUsed: n % 2 === 0 ? Date.UTC(2026, 4, 3, 12, n % 60) : null,
      tested:
        n % 6 === 1 ? { at: 0, failure: n % 12 === 1 ? { code: 'timedOut', values: [LONG] } : null } : null,
    });
  });
  return sourcesView({ sources, signIns, sites: sites.map((each) => ({ ...each, origins: [] })) });
}

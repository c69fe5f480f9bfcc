import type { SettingsView, SiteVaultSource } from '../../lib/messages/settings-view.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { row, signedInRow, vault, view } from './fixtures.ts';

/** What a site may use, as the settings page lists it. */
function siteSource(more: Partial<SiteVaultSource> = {}): SiteVaultSource {
  return {
    sourceId: 'src0001',
    kinds: ['WMS'],
    name: 'geo.example.com',
    host: 'geo.example.com',
    path: '/geoserver/ows',
    who: 'ada@example.com',
    method: 'basic',
    accountId: 'acc0001',
    status: 'signedIn',
    remembered: true,
    ...more,
  };
}

/** The settings page of somebody who remembers two sign-ins, unlocked. */
export function settingsView(more: Partial<SettingsView> = {}): SettingsView {
  return {
    vault: vault({ state: 'unlocked', hasPasskey: true }),
    remembered: 2,
    passkeys: [{ id: 'cGFzc2tleQ', salt: 'c2FsdA', added: Date.UTC(2026, 4, 3, 12) }],
    settings: {
      ...{ lockAfterMinutes: null, lockWithComputer: true, sharedComputer: false },
      ...{ noticeEverywhere: false, hiddenWarnings: [] },
    },
    noticing: false,
    noticeOrigins: ['*://*/*'],
    noticeKeep: [],
    canLockWithComputer: true,
    sites: [
      {
        site: 'https://maps.city.example',
        name: 'maps.city.example',
        sources: [
          siteSource(),
          siteSource({
            ...{ sourceId: 'src0002', accountId: 'acc0002', kinds: ['XYZ'], host: 'tiles.example.net' },
            ...{ path: '/v1', who: '', method: 'key', status: 'paused', remembered: false },
          }),
        ],
      },
      {
        site: 'https://maps.example.org',
        name: 'maps.example.org',
        sources: [siteSource({ kinds: ['WMS', 'WFS', 'WMTS', 'WCS'] })],
      },
    ],
    notice: null,
    ...more,
  };
}

/** A remembered sign-in while everything is locked. */
export function lockedRow(more: Partial<ServiceRow> = {}): ServiceRow {
  return signedInRow({
    status: 'locked',
    remembered: true,
    next: 'unlock',
    hint: { code: 'locked', values: [] },
    ...more,
  });
}

/** A page on which two services wait for the passphrase. */
export const LOCKED = view(
  [
    row(),
    lockedRow({ host: 'gis.example.org', kinds: ['WFS'] }),
    lockedRow({ host: 'tiles.example.net', path: '/v1', kinds: ['XYZ'] }),
  ],
  { vault: vault({ state: 'locked', hasPasskey: true }) },
);

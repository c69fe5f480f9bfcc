import type { PopupView, ServiceRow, SourceDetails, VaultView, WhyView } from '../../lib/messages/view.ts';
import { STATUSES } from '../../lib/sign-in/status.ts';
import { FORMS } from './forms.ts';

/** As Chromium makes it for an extension. */
export const REDIRECT_URI = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';

/** Nothing remembered yet. */
export function vault(more: Partial<VaultView> = {}): VaultView {
  return { state: 'none', canRemember: true, hasPasskey: false, waitUntil: 0, ...more };
}

/** An explanation that the row keeps for its details. */
export function why(more: Partial<WhyView> = {}): WhyView {
  return {
    ...{ code: 'asksPassword', values: ['geo.example.com'], next: 'signIn', loud: false },
    ...{ open: 'https://geo.example.com/', hosts: [], answer: '', at: 0, hideable: null },
    ...more,
  };
}

/** A service that refuses and asks for a password, nothing saved. */
export function row(more: Partial<ServiceRow> = {}): ServiceRow {
  const host = more.host ?? 'geo.example.com';
  return {
    key: `${host}${more.path ?? '/geoserver/ows'}`,
    group: 'refuses',
    kinds: ['WMS'],
    host,
    path: '/geoserver/ows',
    url: `https://${host}${more.path ?? '/geoserver/ows'}`,
    status: 'signIn',
    remembered: false,
    who: '',
    since: 0,
    sourceId: null,
    accountId: null,
    next: 'signIn',
    hint: { code: 'asksPassword', values: [] },
    why: why(more.host === undefined ? {} : { values: [more.host] }),
    failure: null,
    pending: null,
    provider: null,
    known: null,
    endSession: null,
    token: null,
    existing: [],
    forms: Object.values(FORMS),
    draft: null,
    origins: [`https://${host}/*`, 'https://maps.example.org/*'],
    keyNames: ['code', 'key', 'token'],
    details: null,
    ...more,
  };
}

export function details(more: Partial<SourceDetails> = {}): SourceDetails {
  return {
    name: 'geo.example.com',
    usedFor: ['https://geo.example.com/geoserver/ows'],
    allowedOn: ['https://maps.example.org'],
    method: 'basic',
    parameter: null,
    frames: false,
    framesPossible: true,
    linkLife: null,
    switchTo: [],
    ...more,
  };
}

/** A saved service, signed in as Ada. */
export function signedInRow(more: Partial<ServiceRow> = {}): ServiceRow {
  return row({
    group: 'signedIn',
    status: 'signedIn',
    who: 'ada@example.com',
    since: 1,
    sourceId: 'src0001',
    accountId: 'acc0001',
    next: null,
    hint: { code: 'untilBrowserCloses', values: [] },
    why: why({ code: 'signedIn', values: [more.host ?? 'geo.example.com'], next: null }),
    details: details(),
    ...more,
  });
}

export function view(rows: ServiceRow[], more: Partial<PopupView> = {}): PopupView {
  return {
    tabId: 7,
    siteName: 'maps.example.org',
    redirectUri: REDIRECT_URI,
    incomplete: false,
    rows,
    frames: [],
    notice: null,
    vault: vault(),
    watchOrigins: ['*://*/*'],
    watching: false,
    allSitesHeld: null,
    ...more,
  };
}

export const existing = {
  accountId: 'acc0001',
  at: 'geo.example.com',
  who: 'ada@example.com',
  method: 'basic',
  ready: true,
};

/** A page as it may well be: something in every group, and a frame. */
export const USUAL = view(
  [
    row(),
    row({
      host: 'gis.example.org',
      path: '/arcgis/rest/services/Parcels/MapServer',
      kinds: ['ArcGIS'],
      status: 'certificateProblem',
      next: null,
      hint: null,
      forms: [],
    }),
    signedInRow({ host: 'tiles.example.net', path: '/v1', kinds: ['XYZ'] }),
    row({
      host: 'tiles.example.org',
      path: '/wmts/1.0.0/WMTSCapabilities.xml',
      kinds: ['WMTS'],
      group: 'notKnown',
      status: 'notChecked',
      next: 'check',
      hint: null,
    }),
    ...['open-a.example', 'open-b.example', 'open-c.example'].map((host) =>
      row({
        host,
        path: '/tiles',
        kinds: ['MVT', 'Style', 'TileJSON'],
        group: 'open',
        status: 'open',
        next: null,
        hint: { code: 'openOnThisNetwork', values: [] },
      }),
    ),
  ],
  {
    frames: [
      { frameId: 3, host: 'geo.city.example', origins: ['https://geo.city.example/*'], looked: false },
    ],
  },
);

const LONG =
  'very-long-department-name.geodata-and-cadastre.services.ministry-of-the-environment.example.org:8443';

/** Long names and many kinds. */
export const LONG_NAMES = view(
  [
    row({
      host: LONG,
      path: '/geoserver/workspace-with-a-long-name/another-part-of-the-path/ows',
      kinds: ['WMS', 'WFS', 'WMTS', 'WCS'],
    }),
    signedInRow({
      host: LONG,
      path: '/ogc/collections',
      kinds: ['OGC API'],
      who: 'augusta-ada.king-noel.countess-of-lovelace@ministry-of-the-environment.example.org',
      status: 'signedInWithoutAccess',
      details: details({
        name: LONG,
        usedFor: [`https://${LONG}/ogc/collections`],
        parameter: 'subscription-key',
      }),
    }),
  ],
  { siteName: `maps.${LONG}` },
);

/** One row for each status, saved where a status needs that. */
export const ALL_STATUSES = view(
  STATUSES.map((status) =>
    ['notChecked', 'open', 'signIn', 'unreachable', 'certificateProblem'].includes(status)
      ? row({
          host: `${status.toLowerCase()}.example.com`,
          status,
          hint: null,
          next: status === 'signIn' ? 'signIn' : status === 'open' ? null : 'check',
        })
      : signedInRow({
          host: `${status.toLowerCase()}.example.com`,
          status,
          hint: null,
          next:
            (
              {
                paused: 'resume',
                notAccepted: 'signInAgain',
                changed: 'confirm',
                locked: 'unlock',
              } as Record<string, ServiceRow['next']>
            )[status] ?? null,
        }),
  ),
);

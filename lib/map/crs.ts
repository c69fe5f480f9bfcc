import type Projection from 'ol/proj/Projection.js';
import { register } from 'ol/proj/proj4.js';
import { get as getProjection } from 'ol/proj.js';
import proj4 from 'proj4';
import { DEFINITIONS } from './crs-table.ts';

/** Esri's own numbers for Web Mercator, and the two that were in use before EPSG had one. */
const WEB_MERCATOR = new Set([102100, 102113, 900913, 3785, 3587]);

/** All the ways to write a code of EPSG's (OGC 07-092r1 URN, OGC Name Type Specification URL, GML 2's `epsg.xml#`). */
const EPSG =
  /^(?:EPSG:|urn:(?:x-)?ogc:def:crs:EPSG:[\w.:]*:|https?:\/\/www\.opengis\.net\/(?:def\/crs\/EPSG\/[\w.]+\/|gml\/srs\/epsg\.xml#))(\d{4,6})$/i;
/** Longitude and latitude in WGS 84, in this order. */
const CRS84 =
  /^(?:CRS:84|OGC:CRS84|urn:(?:x-)?ogc:def:crs:OGC:[\w.]*:CRS84h?|https?:\/\/www\.opengis\.net\/def\/crs\/OGC\/[\w.]+\/CRS84h?)$/i;

/** The short name of a CRS, `EPSG:2056` or `CRS:84`, of any way to write it; empty for what is no such name. */
export function crsName(written: string): string {
  const name = written.trim();
  if (CRS84.test(name)) return 'CRS:84';
  const code = Number(EPSG.exec(name)?.[1] ?? 0);
  if (code === 0) return '';
  return `EPSG:${WEB_MERCATOR.has(code) ? 3857 : code}`;
}

/** Families that are numbered by zone: UTM on WGS 84, ETRS89, NAD83, ED50, GDA94 and GDA2020. */
const ZONES: readonly [first: number, last: number, zone: number, definition: string][] = [
  [32601, 32660, 1, 'datum=WGS84'],
  [32701, 32760, 1, 'south datum=WGS84'],
  [25828, 25838, 28, 'ellps=GRS80 towgs84=0,0,0'],
  [26901, 26923, 1, 'datum=NAD83'],
  [23028, 23038, 28, 'ellps=intl towgs84=-87,-98,-121'],
  [28348, 28358, 48, 'south ellps=GRS80 towgs84=0,0,0'],
  [7846, 7859, 46, 'south ellps=GRS80 towgs84=0,0,0'],
];

function definition(code: number): string | undefined {
  const zones = ZONES.find(([first, last]) => code >= first && code <= last);
  if (zones === undefined) return DEFINITIONS[code];
  return `utm zone=${zones[2] + code - zones[0]} ${zones[3]}`;
}

/** Whether a CRS can be drawn here; takes any way to write its name. */
export function knowsCrs(written: string): boolean {
  const name = crsName(written);
  if (name === 'CRS:84' || name === 'EPSG:3857' || name === 'EPSG:4326') return true;
  return name !== '' && definition(Number(name.slice(5))) !== undefined;
}

/** What draws in a CRS; null for one that nobody here knows. Axis order as EPSG has it, coordinates always x, y. */
export function projectionOf(written: string): Projection | null {
  const name = crsName(written);
  const known = name === '' ? null : getProjection(name);
  if (known !== null) return known;
  const parameters = name === '' ? undefined : definition(Number(name.slice(5)));
  if (parameters === undefined) return null;
  const text = parameters
    .split(' ')
    .map((each) => `+${each}`)
    .join(' ');
  const units = parameters.startsWith('longlat') ? '' : ' +units=m';
  proj4.defs(name, `+proj=${text.slice(1)}${units} +no_defs`);
  register(proj4);
  return getProjection(name);
}

/** The first of these CRSs that can be drawn, the wanted one before all others; null where none can. */
export function bestCrs(offered: readonly string[], wanted: string): string | null {
  const names = new Set(offered.map(crsName));
  const order = [wanted, 'EPSG:3857', 'EPSG:4326', 'CRS:84', ...names];
  return order.find((name) => names.has(name) && knowsCrs(name)) ?? null;
}

import { describe, expect, test } from 'vitest';
import { allMethods } from '../../../lib/auth/registry.ts';
import { isSigned } from '../../../lib/services/credentials-in-url.ts';
import { isUsableHeaderName, isUsableParameterName } from '../../../lib/services/http-names.ts';
import { readPasted } from '../../../lib/services/pasted.ts';
import { AGENCIES } from '../../../lib/sources/catalogue/agencies.ts';
import { BASEMAPS } from '../../../lib/sources/catalogue/basemaps.ts';
import { EVIDENCE } from '../../../lib/sources/catalogue/evidence.ts';
import type { CatalogueRow } from '../../../lib/sources/catalogue/known-service.ts';
import { lookup } from '../../../lib/sources/catalogue/lookup.ts';
import { PLATFORMS } from '../../../lib/sources/catalogue/platforms.ts';
import { CONVENTIONS, PRODUCTS } from '../../../lib/sources/catalogue/products.ts';

const ROWS: readonly CatalogueRow[] = [...BASEMAPS, ...AGENCIES, ...PLATFORMS, ...PRODUCTS, ...CONVENTIONS];

/** Every service whose way to take a key is documented without doubt: none may be lost. */
const DOCUMENTED = `
  mapbox maptiler thunderforest jawg stadia tomtom here azure-maps google-map-tiles
  google-3d-tiles bing-maps openweathermap rapidapi-maptiles nextzen 2gis nextbillion
  huawei-mapkit tianditu aws-location carto maphub xweather esri-location arcgis-enterprise
  cesium-ion tygron planet-basemaps sentinel-hub cdse nasa-earthdata nasa-gibs planetary-computer
  stac-auth-ext maxar nearmap strava-heatmap os-datahub ign-geoplateforme ign-public ign-legacy
  linz-basemaps linz-lds koordinates kartverket-open norkart-webatlas lantmateriet dataforsyningen
  datafordeler mml-fi pdok kadaster-bag swisstopo-open lfrz-at usgs meteo-france efas
  geoserver-authkey geoserver-basic geonode mapproxy deegree deegree-rest ldproxy geomapfish
  nextgisweb titiler conterra-secman supermap haleconnect huwise isogeo mergin mapstore
  netherlands3d stac-browser
`;

/** As its documentation writes it: case and all. */
const EXACT: [id: string, names: string[]][] = [
  ['mapbox', ['access_token']],
  ['jawg', ['access-token']],
  ['stadia', ['api_key']],
  ['here', ['apiKey', 'Authorization Bearer']],
  ['azure-maps', ['subscription-key', 'Authorization Bearer', 'Authorization jwt-sas']],
  ['linz-basemaps', ['api', 'X-LINZ-Api-Key']],
  ['nearmap', ['apikey', 'Authorization Apikey']],
  ['koordinates', ['Authorization key', ';key=']],
  ['maphub', ['Authorization Token']],
  ['huwise', ['Authorization Apikey']],
  ['lantmateriet', ['Authorization Basic', 'Authorization Bearer', '/token/']],
  ['datafordeler', ['username+password']],
  ['deegree', ['SESSIONID', 'Authorization Basic', 'USER+PASSWORD']],
  ['deegree-rest', ['token', 'api_key', 'X-API-Key', 'Authorization Bearer']],
  ['kadaster-bag', ['X-Api-Key']],
  ['planetary-computer', ['Ocp-Apim-Subscription-Key']],
  ['haleconnect', ['kelvin_token']],
];

const namesOf = ({ query = [], headers = [], pairs = [], pathText }: CatalogueRow) => [
  ...query,
  ...headers.map(({ name, scheme }) => `${name} ${scheme}`.trim()),
  ...pairs.map((pair) => pair.join('+')),
  ...(pathText ? [pathText] : []),
];

test('no documented service is missing, and none stands twice', () => {
  const ids = ROWS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const documented = DOCUMENTED.trim().split(/\s+/);
  expect(documented).toHaveLength(75);
  expect(documented.filter((id) => !ids.includes(id))).toEqual([]);
});

test.each(EXACT)('%s is sent what it compares by case: %j', (id, names) => {
  expect(namesOf(ROWS.find((row) => row.id === id) as CatalogueRow)).toEqual(names);
});

describe.each(ROWS.map((row) => [row.id, row] as const))('%s', (id, row) => {
  test('has evidence, each an address of the web', () => {
    const addresses = EVIDENCE[id] ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(new URL(address).protocol).toBe('https:');
  });

  test('has hosts that a URL can have, and is what they find', () => {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    for (const host of row.hosts) {
      const one = host.replace(/^\*\./, 'a.').replaceAll('*', '1');
      expect(new URL(`https://${one}/`).hostname).toBe(one);
      expect(lookup(one, row.paths?.[0])).toMatchObject(row);
    }
    for (const path of row.paths ?? []) {
      expect(path).toMatch(/^\/[a-z0-9_/-]+$/);
      if (row.hosts.length === 0) expect(lookup('geo.example.org', path)?.id).toBe(id);
    }
  });

  test('names what can be sent, under methods that there are', () => {
    for (const name of [...(row.query ?? []), ...(row.pairs ?? []).flat()])
      expect(isUsableParameterName(name)).toBe(true);
    for (const { name, scheme } of row.headers ?? []) {
      expect(isUsableHeaderName(name)).toBe(true);
      expect(scheme).toMatch(/^[\w-]*$/);
    }
    for (const [way, values] of Object.entries(row.tokens ?? {})) {
      const method = allMethods().find((each) => each.id === way);
      const fields = method?.fields.filter(({ secret }) => !secret).map(({ name }) => name);
      for (const [field, value] of Object.entries(values)) {
        expect(fields).toContain(field);
        if (/issuer|Endpoint/.test(field)) expect(new URL(value).protocol).toBe('https:');
      }
    }
  });

  test('is open, or impossible, or takes something: never two of these', () => {
    const takes = namesOf(row).length + Object.keys(row.tokens ?? {}).length > 0;
    expect([takes, row.open ?? false, (row.cannot ?? '') !== ''].filter(Boolean).length).toBeLessThanOrEqual(
      1,
    );
    if (row.hosts.length > 0) expect(takes || row.open || row.cannot).toBeTruthy();
  });

  test('leads to pages and services that are there as they stand', () => {
    if (row.keyPage) expect(new URL(row.keyPage).protocol).toBe('https:');
    if (!row.address) return;
    expect(row.address).not.toMatch(/[{}?]/);
    const { hostname, pathname } = new URL(row.address);
    expect(lookup(hostname, pathname)?.id).toBe(id);
    expect(isSigned(row.address)).toBe(false);
    expect(readPasted(row.address)).toMatchObject({ url: row.address });
  });
});

import { describe, expect, test } from 'vitest';
import { groupServices } from '../../../lib/services/group.ts';
import { requestMethods } from '../../../lib/services/kinds.ts';
import { readPasted } from '../../../lib/services/pasted.ts';
import { probeUrl } from '../../../lib/services/probe-url.ts';
import { recognise } from '../../../lib/services/recognise.ts';
import { judge, type ProbeAnswer } from '../../../lib/services/verdict.ts';

const BASE = 'https://geodi.example.com/geodi';
const GEOJSON = `${BASE}/GeodiExportHandler?op=ExportQueryResult&ReportID=GeoJSON&wsName=Kent`;

const answer = (status: number, url = GEOJSON, body = ''): ProbeAnswer => ({
  ...{ url, status, body, kind: 'answer', contentType: 'text/plain', picture: '' },
  ...{ challenge: '', retryAfter: '', location: '', problem: '', error: '' },
});
const said = (given: ProbeAnswer) => {
  const verdict = judge(given, { kinds: ['GEODI'], withCredential: 'key' });
  return verdict.accepted ? 'accepted' : verdict.failure.code;
};

describe('recognised', () => {
  test.each([
    GEOJSON,
    `${BASE}/QueryHandler?op=GetKeywords&wsName=Kent`,
    `${BASE}/queryhandler?OP=GetKeywords`,
    `${BASE}/WSInfoHandler?op=GetWSInfo`,
    `${BASE}/FeedHandler?op=BulkFeed`,
    `${BASE}/GeodiReportHandler?op=GetReport`,
    `${BASE}/TokenHandler?wsName=x&op=CreateToken`,
    `${BASE}/QueryHandler.ashx?op=GetKeywords`,
  ])('%s', (url) => {
    expect(recognise(url)).toEqual({ kind: 'GEODI', base: BASE });
  });

  test('at the root of its host', () => {
    expect(recognise('https://geodi.example.com/QueryHandler?op=GetKeywords')).toEqual({
      kind: 'GEODI',
      base: 'https://geodi.example.com/',
    });
  });

  test.each([
    `${BASE}/QueryHandler`,
    `${BASE}/QueryHandler?shop=1`,
    `${BASE}/QueryHandler?op=`,
    `${BASE}/LoginHandler?op=GetKeywords`,
    `${BASE}/QueryHandler/x?op=GetKeywords`,
    `https://maps.example.com/proxy/${GEOJSON}`,
  ])('%s is none', (url) => {
    expect(recognise(url)?.kind).not.toBe('GEODI');
  });
});

test('its handlers are one service, asked by GET, HEAD and POST', () => {
  const seen = groupServices([
    { url: `${GEOJSON}&UserSession=abc`, status: 401 },
    { url: `${BASE}/QueryHandler?op=GetKeywords&wsName=Kent`, status: 401 },
  ]);
  expect(seen).toEqual([
    expect.objectContaining({ base: BASE, kinds: ['GEODI'], state: 'refuses', sample: GEOJSON }),
  ]);
  expect(requestMethods(['GEODI'])).toEqual(['get', 'head', 'post']);
});

test('a check asks what the page asked, else for the workspaces', () => {
  expect(probeUrl(['GEODI'], BASE, GEOJSON)).toBe(GEOJSON);
  expect(probeUrl(['GEODI'], BASE, '')).toBe(`${BASE}/WSInfoHandler?op=GetWSInfo`);
  expect(probeUrl(['GEODI'], 'https://geodi.example.com/', '')).toBe(
    'https://geodi.example.com/WSInfoHandler?op=GetWSInfo',
  );
});

test('a pasted address gives its token to the form', () => {
  expect(readPasted(`${GEOJSON}&UserSession=abc`)).toEqual({
    ...{ url: GEOJSON, base: BASE, kinds: ['GEODI'], sample: GEOJSON },
    key: { name: 'UserSession', value: 'abc' },
  });
});

describe('statuses', () => {
  test.each([401, 403, 511])('%i is a refusal of every handler', (status) => {
    expect(said(answer(status))).toBe('keyRefused');
    expect(groupServices([{ url: GEOJSON, status }])[0]?.state).toBe('refuses');
  });

  test.each([452, 453, 454, 455])('%i is a refusal of TokenHandler alone', (status) => {
    expect(said(answer(status, `${BASE}/TokenHandler?op=GetAutoLoginToken`))).toBe('keyRefused');
    expect(said(answer(status, `${BASE}/FeedHandler?op=BulkFeed`))).toBe('unexpectedStatus');
    expect(groupServices([{ url: `${BASE}/FeedHandler?op=BulkFeed`, status }])[0]?.state).toBe('unknown');
  });

  test('511 of anything else is a network’s', () => {
    expect(said(answer(511, 'https://geo.example.com/ows?service=WMS&op=x'))).toBe('proxySignIn');
  });

  test('a workspace that a report does not know (408) is no refusal', () => {
    expect(said(answer(408, `${BASE}/GeodiReportHandler?op=GetReport`))).toBe('unexpectedStatus');
  });
});

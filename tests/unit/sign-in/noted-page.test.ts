import { expect, test } from 'vitest';
import type { Noted } from '../../../lib/sign-in/noted.ts';
import { withNoted } from '../../../lib/sign-in/noted-page.ts';
import { UNKNOWN_PAGE } from '../../../lib/sign-in/pages.ts';

const TOP = 'https://portal.example.org';
const FRAME = 'https://maps.example.org';

const note = (more: Partial<Noted> = {}): Noted => ({
  url: 'https://geo.example.com/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=roads',
  site: FRAME,
  topSite: FRAME,
  at: 1,
  status: 401,
  type: '',
  wanted: 'image',
  fromCache: false,
  fromServiceWorker: false,
  signed: false,
  redirectedTo: '',
  error: '',
  refused: true,
  challenge: 'Basic realm="x"',
  cors: null,
  diverted: false,
  ...more,
});

test('a framed map belongs to the page on top, as soon as that is known', () => {
  const noted = { site: null, notes: [note()] };
  const [unknown] = withNoted(UNKNOWN_PAGE, noted).services;
  expect(unknown).toMatchObject({ site: FRAME, topSite: FRAME, service: { state: 'refuses' } });
  const [known] = withNoted({ ...UNKNOWN_PAGE, site: TOP }, noted).services;
  expect(known).toMatchObject({ site: FRAME, topSite: TOP });
});

test('what carried a sign-in makes no service that refuses', () => {
  expect(withNoted(UNKNOWN_PAGE, { site: FRAME, notes: [note({ signed: true })] }).services).toEqual([]);
});

test('what was noted of another page is left out', () => {
  const page = { ...UNKNOWN_PAGE, site: TOP };
  expect(withNoted(page, { site: FRAME, notes: [note()] })).toBe(page);
});

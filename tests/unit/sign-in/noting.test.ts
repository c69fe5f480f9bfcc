import { expect, test } from 'vitest';
import type { Answer } from '../../../lib/platform/watch.ts';
import { noteOf } from '../../../lib/sign-in/noting.ts';
import { SITE } from '../../fakes/records.ts';

const URL_ASKED = 'https://geo.example.com/ows?SERVICE=WMS&REQUEST=GetMap&LAYERS=roads';

const answer = (location: string): Answer => ({
  ...{ id: 'r1', url: URL_ASKED, method: 'get', type: 'image', tabId: 1, frameId: 0, parentFrameId: -1 },
  ...{ site: SITE, at: 1, status: 302, headers: [{ name: 'Location', value: location }] },
});
const noted = (location: string, why: 'loginPage' | 'access') =>
  noteOf(answer(location), {
    observation: { what: 'refusal', why, status: 302, challenges: [] },
    signed: true,
  }).redirectedTo;

test.each([
  ['its query', 'https://login.example/sso?back=https%3A%2F%2Fgeo.example.com%2Fows%3Fzz%3DPl4nted'],
  ['its fragment', 'https://login.example/sso#Pl4nted'],
  ['who it was for', 'https://anna:Pl4nted@login.example/sso'],
  ['a key in its path', 'https://login.example/sso;jsessionid=Pl4nted'],
  ['a relative address', '//login.example/sso?zz=Pl4nted'],
])('where a login page is, without %s', (_, location) => {
  expect(noted(location, 'loginPage')).toBe('https://login.example/sso');
});

test('any other target is not kept: it may hold what was in the address that was asked', () => {
  expect(noted('https://cdn.example/Pl4nted.png', 'access')).toBe('');
});

test.each(['', 'http://[', 'javascript:alert(1)', 'data:text/html,x'])(
  'no address of the web (%j) is none',
  (location) => {
    expect(noted(location, 'loginPage')).toBe('');
  },
);

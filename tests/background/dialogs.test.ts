import { expect, test } from 'vitest';
import { shouldSuppressDialog } from '../../entrypoints/background/dialogs.ts';
import type { Placement } from '../../lib/rules/compile.ts';
import { destination, PREFIX, SITE } from '../fakes/records.ts';

const question = {
  url: `${PREFIX}?REQUEST=GetMap`,
  method: 'get',
  isProxy: false,
  site: SITE as string | undefined,
};

const placements: Placement[] = [
  { destination: destination(), injection: { kind: 'headers', headers: [{ name: 'x', value: 'y' }] } },
];

test("the browser's dialog stays away for a request that we sign", () => {
  expect(shouldSuppressDialog(question, false, placements)).toBe(true);
});

test.each([
  ["a proxy's question", { isProxy: true }],
  ['a path beside', { url: `${PREFIX}~old` }],
  ['a disguised path', { url: `${PREFIX}/..%2fmanager` }],
  ['a signed address', { url: `${PREFIX}?X-Amz-Signature=1` }],
  ['another host', { url: 'https://evil.example/geoserver/ows' }],
  ['another site', { site: 'https://other.example' }],
  ['an address that the user typed', { site: undefined }],
  ['a method that is not signed', { method: 'post' }],
])('%s gets its dialog', (_, more) => {
  expect(shouldSuppressDialog({ ...question, ...more }, false, placements)).toBe(false);
});

test('nobody signed in: the dialog comes', () => {
  expect(shouldSuppressDialog(question, false, [])).toBe(false);
});

test('the rules have gone since: the dialog of what they signed stays away, and of nothing else', () => {
  expect(shouldSuppressDialog(question, true, [])).toBe(true);
  expect(shouldSuppressDialog({ ...question, isProxy: true }, true, [])).toBe(false);
});

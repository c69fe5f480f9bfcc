// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { knownServices } from '../../lib/sources/catalogue/rows.ts';
import { knownView } from '../../lib/sources/catalogue/shown.ts';
import { row, signedInRow, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, t } from './screen.tsx';

const known = (id: string) => {
  const service = knownServices().find((each) => each.id === id);
  if (!service) throw new Error(id);
  return knownView(service);
};

function open(id: string, more: Parameters<typeof row>[0] = {}) {
  const drawn = drawPopup(view([row({ known: known(id), ...more })]));
  fireEvent.click(screen.getByRole('button', { name: 'Sign in: geo.example.com' }));
  return drawn;
}
const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
const isForm = () => screen.queryByRole('form', { name: 'Sign in to geo.example.com' }) !== null;

test('the form leads to where one gets a key, and says how keys look', () => {
  const { actions } = open('mapbox', { forms: [FORMS.key, FORMS.basic] });
  screen.getByText(t('keyPrefixNote', 'Mapbox', 'pk., sk., tk.'));
  fireEvent.click(screen.getByRole('button', { name: 'Get a key from Mapbox' }));
  expect(actions.openAddress).toHaveBeenCalledWith('https://account.mapbox.com/');
  choose('Password');
  expect(screen.queryByText(t('keyPrefixNote', 'Mapbox', 'pk., sk., tk.'))).toBeNull();
  screen.getByRole('button', { name: 'Get access from Mapbox' });
});

test('nothing is said of providers that nobody knows, or whose page nobody knows', () => {
  drawPopup(view([row()])).unmount();
  open('tianditu', { forms: [FORMS.key] });
  expect(screen.queryByRole('button', { name: /^Get / })).toBeNull();
});

test.each([
  ['pdok', 'PDOK (NL)', 'providerOpen'],
  ['strava-heatmap', 'Strava global heatmap', 'providerCookies'],
  ['planetary-computer-files', 'Microsoft Planetary Computer files', 'providerSigned'],
] as const)('%s: a sentence in place of a form, which is there all the same', (id, name, why) => {
  open(id);
  screen.getByText(t(why, name));
  expect(isForm()).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in all the same' }));
  expect(isForm()).toBe(true);
});

test('Cancel and Escape put the sentence away', () => {
  for (const leave of [
    () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })),
    () => fireEvent.keyDown(screen.getByRole('button', { name: 'Cancel' }), { key: 'Escape' }),
  ]) {
    const { unmount } = open('pdok');
    leave();
    expect(screen.queryByText(t('providerOpen', 'PDOK (NL)'))).toBeNull();
    unmount();
  }
});

test('what was begun, or failed, goes on in its form', () => {
  const begun = { method: 'basic', fields: { username: 'ada' }, acceptPlainHttp: false, remember: false };
  drawPopup(view([row({ known: known('pdok'), draft: begun })]));
  expect(isForm()).toBe(true);
});

test('a sign-in that is there can be changed', () => {
  drawPopup(view([signedInRow({ known: known('pdok') })]));
  fireEvent.click(screen.getByRole('button', { name: /Signed in/ }));
  fireEvent.click(screen.getByRole('menuitem', { name: /Change password/ }));
  expect(screen.queryByText(t('providerOpen', 'PDOK (NL)'))).toBeNull();
  screen.getByRole('form', { name: t('changeLabel', 'geo.example.com') });
});

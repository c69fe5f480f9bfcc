// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { FoundProvider } from '../../lib/messages/view.ts';
import { searchProviders } from '../../lib/sources/catalogue/search.ts';
import { view } from './fixtures.ts';
import { drawPopup, settle, spies, t } from './screen.tsx';

/** The popup with the field open, and the worker's own search behind it. */
function open() {
  const actions = spies();
  actions.searchProviders.mockImplementation(async (typed) => searchProviders(typed));
  drawPopup(view([]), actions);
  fireEvent.click(screen.getByRole('button', { name: 'Add a source' }));
  return actions;
}

const field = () => screen.getByRole<HTMLInputElement>('combobox');
const type = async (value: string) => {
  fireEvent.input(field(), { target: { value } });
  await settle();
};
const press = (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(field(), { key });
};
const options = () => screen.queryAllByRole('option').map((option) => option.firstChild?.textContent);
/** The option that a screen reader would read, by the field's own word. */
const active = () => {
  const id = field().getAttribute('aria-activedescendant');
  const option = id === null ? null : document.getElementById(id);
  expect(screen.queryAllByRole('option', { selected: true })).toEqual(option ? [option] : []);
  return option?.firstChild?.textContent ?? null;
};

test('a name finds providers, with their hosts; the field says that there is a list', async () => {
  open();
  expect(field().getAttribute('aria-expanded')).toBe('false');
  await type('mapt');
  expect(options()).toEqual(['MapTiler Cloud', 'MapTiles via RapidAPI']);
  screen.getByText('maptiler.com');
  expect(field().getAttribute('aria-expanded')).toBe('true');
  const list = screen.getByRole('listbox', { name: 'Providers' });
  expect(field().getAttribute('aria-controls')).toBe(list.id);
  screen.getByText(t('providersFound', '2'));
  await type('maptx');
  expect(options()).toEqual([]);
  expect(field().getAttribute('aria-expanded')).toBe('false');
});

test('arrow keys go round through the list and the field; Enter takes one and adds nothing', async () => {
  const actions = open();
  await type('mapt');
  expect(active()).toBeNull();
  press('ArrowDown');
  expect(active()).toBe('MapTiler Cloud');
  press('ArrowDown', 'ArrowDown');
  expect(active()).toBeNull();
  press('ArrowUp', 'ArrowUp');
  expect(active()).toBe('MapTiler Cloud');
  expect(document.activeElement).toBe(field());
  press('Enter');
  await settle();
  expect(options()).toEqual([]);
  screen.getByLabelText(t('addSourceOf', 'MapTiler Cloud'));
  screen.getByText(t('providerAddress', 'MapTiler Cloud'));
  expect(field().value).toBe('');
  expect(document.activeElement).toBe(field());
  expect(actions.addService).not.toHaveBeenCalled();
});

test('a list that comes between two keys leaves the choice where it is, as long as it is in it', async () => {
  open();
  await type('map');
  press('ArrowDown', 'ArrowDown');
  expect(active()).toBe('MapTiler Cloud');
  await type('mapt');
  expect(active()).toBe('MapTiler Cloud');
  await type('maptiles');
  expect(active()).toBeNull();
});

test('Escape closes the list first, then the panel', async () => {
  open();
  await type('mapt');
  press('Escape');
  expect(options()).toEqual([]);
  expect(field().value).toBe('mapt');
  press('Escape');
  expect(screen.queryByRole('combobox')).toBeNull();
});

test('the page where one gets a key opens in a tab', async () => {
  const actions = open();
  await type('maptiler');
  fireEvent.click(screen.getByText('MapTiler Cloud'));
  fireEvent.click(screen.getByRole('button', { name: 'Get a key from MapTiler Cloud' }));
  expect(actions.openAddress).toHaveBeenCalledWith('https://cloud.maptiler.com/account/keys/');
});

test('a service that is known to be there is filled in, and added as it stands', async () => {
  const actions = open();
  await type('pdok');
  press('ArrowDown', 'Enter');
  await settle();
  screen.getByText(t('providerOpen', 'PDOK (NL)'));
  screen.getByText(t('providerExample', 'PDOK (NL)'));
  expect(screen.queryByRole('button', { name: /^Get / })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  expect(actions.addService).toHaveBeenCalledWith('https://service.pdok.nl/hwh/luchtfotorgb/wmts/v1_0');
});

test('after one was picked the field takes an address alone; another can be picked', async () => {
  open();
  await type('maptiler');
  press('ArrowDown', 'Enter');
  await type('pdok');
  expect(options()).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Another provider' }));
  expect(field().value).toBe('');
  await type('pdok');
  expect(options()).toEqual(['PDOK (NL)']);
});

test.each([
  ['strava', 'Strava global heatmap', 'providerCookies'],
  ['planetary computer f', 'Microsoft Planetary Computer files', 'providerSigned'],
] as const)('%s: why no sign-in can be added', async (typed, name, why) => {
  open();
  await type(typed);
  press('ArrowDown', 'Enter');
  await settle();
  screen.getByText(t(why, name));
  expect(screen.queryByText(t('providerAddress', name))).toBeNull();
});

test('an account is no key', async () => {
  open();
  await type('copernicus data');
  press('ArrowDown', 'Enter');
  screen.getByRole('button', { name: 'Get access from Copernicus Data Space Ecosystem' });
});

test('an answer to an older text is not shown', async () => {
  const actions = open();
  let late: (found: FoundProvider[]) => void = () => undefined;
  actions.searchProviders.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
  await type('mapt');
  await type('pdok');
  late(searchProviders('mapt'));
  await settle();
  expect(options()).toEqual(['PDOK (NL)']);
});

test('a pasted address is not asked about beyond its length, and Enter adds it', async () => {
  const actions = open();
  await type(`https://geo.example.com/${'x'.repeat(100)}`);
  expect(actions.searchProviders).not.toHaveBeenCalled();
  press('ArrowDown', 'Enter');
  fireEvent.submit(field().closest('form') as Element);
  await settle();
  expect(actions.addService).toHaveBeenCalledOnce();
  expect(screen.queryByRole('combobox')).toBeNull();
});

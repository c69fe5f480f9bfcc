// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { mapWorld } from '../fakes/map-world.tsx';
import { layer, project, source } from '../fakes/project.ts';
import { row, signedInRow } from './fixtures.ts';
import { settle } from './screen.tsx';

const NEEDS = { needs: { method: 'basic' } };
const PROTECTED = project([layer('open'), layer('shut', { visible: false })], { sources: [source(NEEDS)] });
const line = (name: string) => screen.getByRole('treeitem', { name });
const eyes = () => ['open', 'shut'].map((name) => line(name).getAttribute('aria-checked'));
const OPEN_AND_SHUT = ['true', 'false'];

test('signing in draws exactly what was open, signing out takes it off, and no eye is ever touched', async () => {
  const { map, open, change, kept, log } = mapWorld(PROTECTED, [row()]);
  await open();
  expect(map.is.drawn).toEqual([]);
  expect(eyes()).toEqual(OPEN_AND_SHUT);
  screen.getByText('2 layers need you');
  await change([signedInRow()]);
  expect(map.is.drawn).toEqual(['open']);
  expect(screen.queryByText(/need you/)).toBeNull();
  await change([signedInRow({ status: 'signIn', next: 'signInAgain', since: 2 })]);
  expect(map.is.drawn).toEqual([]);
  expect(eyes()).toEqual(OPEN_AND_SHUT);
  within(line('open')).getByRole('button', { name: 'Sign in again: open' });
  fireEvent.click(within(line('shut')).getByRole('button', { name: 'Show shut' }));
  await settle();
  expect(map.is.drawn).toEqual([]);
  await change([signedInRow({ since: 3 })]);
  expect(map.is.drawn).toEqual(['open', 'shut']);
  expect(log.some(({ command }) => command === 'reload')).toBe(false);
  for (const text of kept) expect(text).not.toMatch(/signedIn|signIn|status|account/);
});

test('nothing is drawn before the worker has answered, nor while a sign-in is being proven', async () => {
  const { is, map, open, change } = mapWorld(PROTECTED, [signedInRow()]);
  is.silent = true;
  await open();
  expect(map.is.drawn).toEqual([]);
  is.silent = false;
  const other = mapWorld(PROTECTED, [signedInRow({ status: 'signingIn' })]);
  document.body.replaceChildren();
  await other.open();
  expect(other.map.is.drawn).toEqual([]);
  expect(screen.queryByText(/need you/)).toBeNull();
  await other.change([signedInRow()]);
  expect(other.map.is.drawn).toEqual(['open']);
  void change;
});

test('the form opens at the layer, names the host, and signs in without a reload', async () => {
  const { log, open, change } = mapWorld(PROTECTED, [row()]);
  await open();
  fireEvent.click(within(line('open')).getByRole('button', { name: 'Sign in: open' }));
  await settle();
  const form = within(line('open')).getByRole('form', { name: /geo\.example\.com/ });
  expect(within(form).queryByRole('button', { name: 'Sign in and reload' })).toBeNull();
  fireEvent.input(within(form).getByLabelText('User name'), { target: { value: 'anna' } });
  fireEvent.input(within(form).getByLabelText('Password', { selector: 'input[type=password]' }), {
    target: { value: 'Polder-7' },
  });
  fireEvent.submit(form);
  await settle();
  expect(log.find(({ command }) => command === 'signIn')).toMatchObject({ tabId: 7, reload: false });
  // A space that is typed is a space: the eye behind it stays as it is.
  fireEvent.keyDown(within(form).getByLabelText('Password', { selector: 'input[type=password]' }), {
    key: ' ',
  });
  expect(eyes()).toEqual(OPEN_AND_SHUT);
  await change([signedInRow()]);
  expect(screen.queryByRole('form', { name: /geo\.example\.com/ })).toBeNull();
});

test('one warning lists every service with its layers; one sign-in is enough for all of a source', async () => {
  const other = source({ id: 's2', name: 'tiles', url: 'https://tiles.example.net/wms', ...NEEDS });
  const draws = { ...layer('c').draws, url: 'https://tiles.example.net/wms' };
  const tree = [layer('a'), layer('b'), layer('c', { sourceId: 's2', draws })];
  const tiles = row({ host: 'tiles.example.net', path: '/wms' });
  const { map, open, change } = mapWorld(project(tree, { sources: [source(NEEDS), other] }), [row(), tiles]);
  await open();
  const warning = screen.getByText('3 layers need you').closest('details') as HTMLElement;
  within(warning).getByText('a and b');
  within(warning).getByText('tiles.example.net');
  expect(within(warning).getAllByRole('button', { name: /^Sign in/ })).toHaveLength(2);
  await change([signedInRow(), tiles]);
  expect(map.is.drawn).toEqual(['a', 'b']);
  screen.getByText('1 layer needs you');
});

test('a layer that is refused while it is drawn is taken off and marked, and comes back after a new sign-in', async () => {
  const { map, open, change } = mapWorld(PROTECTED, [signedInRow()]);
  await open();
  await act(async () => map.trouble('open', 'refused'));
  expect(map.is.drawn).toEqual([]);
  within(line('open')).getByText('Signed in without access here');
  expect(eyes()).toEqual(OPEN_AND_SHUT);
  await change([signedInRow({ since: 2 })]);
  expect(map.is.drawn).toEqual(['open']);
  expect(map.is.refreshed).toEqual(['open']);
});

test('a sign-in that comes back by itself and is refused again and again is not tried for ever', async () => {
  const { map, open, change } = mapWorld(PROTECTED, [signedInRow()]);
  await open();
  for (let since = 2; since < 9; since += 1) {
    await act(async () => map.trouble('open', 'refused'));
    await change([signedInRow({ since })]);
  }
  expect(map.is.refreshed).toHaveLength(2);
  expect(map.is.drawn).toEqual([]);
});

test('hosts that the browser does not allow: one button asks for all, and nothing is drawn before', async () => {
  const other = source({ id: 's2', url: 'https://tiles.example.net/wms' });
  const draws = { ...layer('c').draws, url: 'https://tiles.example.net/wms' };
  const rows = [
    row({ status: 'notChecked', origins: ['https://geo.example.com/*'] }),
    row({
      host: 'tiles.example.net',
      path: '/wms',
      status: 'open',
      origins: ['https://tiles.example.net/*'],
    }),
  ];
  const tree = [layer('a'), layer('c', { sourceId: 's2', draws })];
  const world = mapWorld(project(tree, { sources: [source(), other] }), rows);
  world.is.allowed = [];
  await world.open();
  expect(world.map.is.drawn).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Allow access to 2 services' }));
  expect(world.asked).toEqual([['https://geo.example.com/*', 'https://tiles.example.net/*']]);
  await world.change([...rows]);
  expect(world.map.is.drawn).toEqual(['a', 'c']);
});

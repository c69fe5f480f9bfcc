// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { AppError } from '../../lib/errors.ts';
import type { Offer, OfferEntry } from '../../lib/map/ports.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import { mapWorld } from '../fakes/map-world.tsx';
import { layer, project } from '../fakes/project.ts';
import { row, signedInRow } from './fixtures.ts';
import { settle } from './screen.tsx';

const URL = 'https://geo.example.com/geoserver/ows';
const SAVED: Partial<SavedSource> = {
  ...{ id: 's1', name: 'City maps', kinds: ['WMS'], provider: '', urls: [URL], uses: [], status: 'signedIn' },
  sample: '',
};
const entry = (title: string, more: Partial<OfferEntry> = {}): OfferEntry => ({
  ...{ id: title, title, abstract: '', draws: layer(title).draws, cannot: '', children: [] },
  ...more,
});
const OFFER: Offer = {
  ...{ title: 'City', abstract: '', kind: 'WMS', attribution: '© City <b>council</b>', elsewhere: [] },
  entries: [
    entry('Base', { draws: null, children: [entry('Roads', { abstract: 'All streets' }), entry('Water')] }),
    entry('Lambert', { cannot: 'crs' }),
  ],
};
const waits = async () => {
  for (let turn = 0; turn < 8; turn += 1) await settle();
};
const begin = async (world: ReturnType<typeof mapWorld>, url = URL) => {
  await world.open();
  fireEvent.click(screen.getByRole('button', { name: 'Add layer' }));
  await settle();
  const field = screen.getByLabelText('Address of a service') as HTMLInputElement;
  field.value = url;
  fireEvent.submit(field.closest('form') as HTMLFormElement);
  await waits();
};
const lines = () => screen.queryAllByRole('treeitem').map((each) => each.getAttribute('aria-label'));

test('from an address to layers: the browser is asked in the click, then the service, and what is chosen is added', async () => {
  const world = mapWorld(project([], { sources: [] }), [row({ status: 'notChecked', next: 'check' })]);
  world.is.offer = OFFER;
  await begin(world);
  expect(world.asked).toEqual([['https://geo.example.com/*']]);
  expect(world.of('mapServices').at(-1)?.services).toEqual([{ url: URL }]);
  expect(world.offered).toEqual([URL]);
  expect((screen.getByRole('checkbox', { name: /Lambert/ }) as HTMLInputElement).disabled).toBe(true);
  screen.getByText(/Its coordinate system is not known here/);
  fireEvent.input(screen.getByLabelText('Search layers'), { target: { value: 'street' } });
  await settle();
  expect(screen.getAllByRole('checkbox')).toHaveLength(2);
  fireEvent.input(screen.getByLabelText('Search layers'), { target: { value: '' } });
  await settle();
  fireEvent.click(screen.getByRole('checkbox', { name: 'Base' }));
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Add 2 layers' }));
  await waits();
  expect(lines()).toEqual(['Base', 'Roads', 'Water']);
  expect(world.map.is.drawn).toHaveLength(2);
  // Markup of a service is text.
  screen.getByText('© City <b>council</b>');
});

test('what is no address, and a browser that says no, are said at the field', async () => {
  const world = mapWorld(project([]), []);
  await begin(world, 'javascript:alert(1)');
  expect(screen.getByRole('alert').textContent).toBeTruthy();
  expect(world.asked).toEqual([]);
  world.is.allows = false;
  const field = screen.getByLabelText('Address of a service') as HTMLInputElement;
  field.value = URL;
  fireEvent.submit(field.closest('form') as HTMLFormElement);
  await waits();
  expect(screen.getByRole('alert').textContent).toContain('geo.example.com');
  expect(world.offered).toEqual([]);
});

test('a service that refuses shows its form in place, and what it offers once somebody is signed in', async () => {
  const world = mapWorld(project([]), [row({ status: 'notChecked', next: 'check' })]);
  world.is.offer = new AppError('accessRefused', ['geo.example.com']);
  await begin(world);
  await world.change([row()]);
  const panel = screen.getByRole('region', { name: 'Add layer' });
  within(panel).getByRole('form', { name: /geo\.example\.com/ });
  expect(world.offered).toHaveLength(1);
  world.is.offer = OFFER;
  await world.change([signedInRow()]);
  await waits();
  screen.getByRole('checkbox', { name: /^Roads/ });
  expect(world.offered).toHaveLength(2);
});

test('an address with a key: the worker gets it for its form, the project never', async () => {
  const world = mapWorld(project([], { sources: [] }), [row({ status: 'notChecked', next: 'check' })]);
  world.is.offer = OFFER;
  await begin(world, `${URL}?token=planted-4711`);
  expect(world.offered).toEqual([URL]);
  fireEvent.click(screen.getByRole('checkbox', { name: /^Roads/ }));
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Add 1 layer' }));
  await waits();
  expect(lines()).toEqual(['Roads']);
  expect(JSON.stringify(world.of('mapServices')[1])).toContain('planted-4711');
  expect(world.kept.join()).not.toContain('planted-4711');
  expect(document.body.textContent).not.toContain('planted-4711');
});

test('a service that sends elsewhere says so; allowing it widens a signed-in source and confirms that', async () => {
  const world = mapWorld(project([]), [signedInRow()]);
  const there = 'https://maps2.example.com/ows';
  world.is.offer = { ...OFFER, elsewhere: [there] };
  world.is.sources = [{ ...SAVED, id: 'src0001', frames: false }];
  await begin(world);
  screen.getByText('geo.example.com sends to maps2.example.com.');
  fireEvent.click(screen.getByRole('button', { name: 'Allow that too' }));
  await waits();
  expect(world.asked.at(-1)).toEqual(['https://maps2.example.com/*']);
  expect(world.of('editSource')).toMatchObject([{ id: 'src0001', urls: [URL, there] }]);
  expect(world.of('confirmChange')).toMatchObject([{ tabId: 7, key: signedInRow().key }]);
  screen.getByText('Allowed');
  expect(world.of('mapServices').at(-1)?.services).toContainEqual({ url: there });
});

test('a saved source is chosen by its name; Esc closes, and nothing was asked', async () => {
  const world = mapWorld(project([]), [signedInRow()]);
  world.is.offer = OFFER;
  world.is.sources = [SAVED];
  await world.open();
  fireEvent.click(screen.getByRole('button', { name: 'Add layer' }));
  await waits();
  fireEvent.click(screen.getByRole('button', { name: /City maps/ }));
  expect(world.asked).toEqual([['https://geo.example.com/*']]);
  await waits();
  fireEvent.keyDown(screen.getByRole('checkbox', { name: /^Roads/ }), { key: 'Escape' });
  await settle();
  expect(screen.queryByRole('region', { name: 'Add layer' })).toBeNull();
  expect(lines()).toEqual([]);
});

test('a saved source is read by a request that was made of it: tiles say nothing at their base address', async () => {
  const tiles = 'https://tiles.example.org/topo';
  const world = mapWorld(project([]), [row({ url: tiles, status: 'notChecked', next: 'check' })]);
  world.is.offer = OFFER;
  const tile = `${tiles}/7/66/42.png?style=day`;
  world.is.sources = [{ ...SAVED, name: 'Topo', kinds: ['XYZ'], urls: [tiles], sample: tile }];
  await world.open();
  fireEvent.click(screen.getByRole('button', { name: 'Add layer' }));
  await waits();
  fireEvent.click(screen.getByRole('button', { name: /Topo/ }));
  await waits();
  expect(world.offered).toEqual([tile]);
});

test('where a service has one layer, it is chosen already', async () => {
  const world = mapWorld(project([]), [row({ status: 'notChecked', next: 'check' })]);
  world.is.offer = { ...OFFER, entries: [entry('Only')] };
  await begin(world);
  fireEvent.click(screen.getByRole('button', { name: 'Add 1 layer' }));
  await waits();
  expect(lines()).toEqual(['Only']);
});

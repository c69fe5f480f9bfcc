// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { scaleOf } from '../../components/map/scale.ts';
import { mapWorld } from '../fakes/map-world.tsx';
import { layer, project } from '../fakes/project.ts';
import { row } from './fixtures.ts';
import { settle } from './screen.tsx';

const open = async (more = {}) => {
  const world = mapWorld(project([layer('a')], more), [row({ status: 'open', next: null })]);
  await world.open();
  return world;
};
const map = () => screen.getByRole('application');

test('a click asks what lies there; it comes as a table, its markup as text', async () => {
  const world = await open();
  const attributes: [string, string][] = [['name', '<img src=x onerror=alert(1)>']];
  world.map.is.info = [
    {
      layerId: 'a',
      features: [{ title: 'Parcel 7', attributes }],
      text: '<script>x</script>',
      trouble: null,
    },
  ];
  fireEvent.pointerDown(map(), { clientX: 10, clientY: 20 });
  fireEvent.click(map(), { clientX: 10, clientY: 20 });
  await settle();
  expect(world.map.is.asked).toEqual([[10, 20]]);
  expect(screen.getByRole('row', { name: 'name <img src=x onerror=alert(1)>' })).toBeTruthy();
  screen.getByText('<script>x</script>');
  expect(document.querySelector('.feature-info img, .feature-info script')).toBeNull();
  // A pull of the map is no question.
  fireEvent.pointerDown(map(), { clientX: 10, clientY: 20 });
  fireEvent.click(map(), { clientX: 60, clientY: 20 });
  await settle();
  expect(world.map.is.asked).toHaveLength(1);
  fireEvent.keyDown(screen.getByRole('region', { name: 'At this place' }), { key: 'Escape' });
  await settle();
  expect(screen.queryByRole('region', { name: 'At this place' })).toBeNull();
});

test('the map is zoomed by buttons and keys, and Enter asks about its middle', async () => {
  const world = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Zoom in' }));
  fireEvent.click(screen.getByRole('button', { name: 'Zoom out' }));
  fireEvent.keyDown(map(), { key: '+' });
  fireEvent.keyDown(map(), { key: 'Enter' });
  await settle();
  expect(world.map.is.zoomed).toEqual([1, -1, 1]);
  expect(world.map.is.asked).toHaveLength(1);
  screen.getByText('No layer says anything about this place.');
});

test('the panel is made wider by keys, within bounds', async () => {
  await open();
  const line = screen.getByRole('separator', { name: 'Width of the layer panel' });
  const width = () => Number(line.getAttribute('aria-valuenow'));
  const before = width();
  fireEvent.keyDown(line, { key: 'ArrowRight' });
  await settle();
  expect(width()).toBeGreaterThan(before);
  fireEvent.keyDown(line, { key: 'Home' });
  await settle();
  expect(width()).toBe(240);
  fireEvent.keyDown(line, { key: 'ArrowLeft' });
  await settle();
  expect(width()).toBe(240);
});

test('where the map is belongs to the project; where the pointer is, is said in the map’s CRS', async () => {
  const world = await open();
  await act(async () =>
    world.map.move({ crs: 'EPSG:3857', center: [500, 600], resolution: 20, rotation: 0 }),
  );
  await act(async () => world.map.pointer([123456.7, 654321.2]));
  screen.getByText('123,457, 654,321');
  // The user's own move is not told to the map again, not even when it has gone on meanwhile.
  expect(world.map.is.view.center).toEqual([0, 0]);
  fireEvent.change(screen.getByRole('combobox'), { target: { value: 'EPSG:2056' } });
  await settle();
  expect(world.map.is.view.crs).toBe('EPSG:2056');
});

test('the bar of the scale is as long as it says', () => {
  const at = (crs: string, y: number, resolution: number) =>
    scaleOf({ crs, center: [0, y], resolution, rotation: 0 });
  expect(at('EPSG:2056', 1_200_000, 10)).toEqual({ metres: 1000, width: 100 });
  // At 60 degrees north a Mercator metre is half of one.
  expect(at('EPSG:3857', 8_399_737.9, 20)).toEqual({ metres: 1000, width: 100 });
  expect(at('EPSG:4326', 0, 0.01)).toEqual({ metres: 100_000, width: 90 });
  expect(at('EPSG:3857', 0, Number.NaN)).toBeNull();
});

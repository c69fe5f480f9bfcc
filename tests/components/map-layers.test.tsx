// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { TreeNode } from '../../lib/project/model.ts';
import { mapWorld } from '../fakes/map-world.tsx';
import { group, layer, project } from '../fakes/project.ts';
import { row, signedInRow } from './fixtures.ts';
import { settle } from './screen.tsx';

const TREE = [layer('roads'), group('base', [layer('water'), layer('land')]), layer('relief')];
const lines = () => screen.getAllByRole('treeitem').map((each) => each.getAttribute('aria-label'));
const line = (name: string) => screen.getByRole('treeitem', { name });
const key = async (name: string, pressed: string, more = {}) => {
  const at = line(name);
  at.focus();
  fireEvent.keyDown(at, { key: pressed, ...more });
  await settle();
};
const drag = async (at: Element, type: string) => {
  at.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
  await settle();
};
const focused = () => document.activeElement?.getAttribute('aria-label');
const openTree = async (tree: TreeNode[] = TREE) => {
  const world = mapWorld(project(tree), [signedInRow()]);
  await world.open();
  return world;
};

test('the tree is walked, folded and changed by keys', async () => {
  const { map } = await openTree();
  expect(lines()).toEqual(['roads', 'base', 'water', 'land', 'relief']);
  await key('roads', 'ArrowDown');
  expect(focused()).toBe('base');
  await key('base', 'ArrowRight');
  expect(focused()).toBe('water');
  await key('water', 'ArrowLeft');
  expect(focused()).toBe('base');
  await key('base', 'ArrowLeft');
  expect(lines()).toEqual(['roads', 'base', 'relief']);
  expect(line('base').getAttribute('aria-expanded')).toBe('false');
  await key('base', 'ArrowRight');
  await key('base', 'End');
  expect(focused()).toBe('relief');
  expect(map.is.drawn).toEqual(['roads', 'water', 'land', 'relief']);
  await key('base', ' ');
  expect(line('base').getAttribute('aria-checked')).toBe('false');
  expect(line('water').getAttribute('aria-checked')).toBe('true');
  expect(map.is.drawn).toEqual(['roads', 'relief']);
});

test('Alt and an arrow move a line, which keeps the focus', async () => {
  await openTree();
  await key('relief', 'ArrowUp', { altKey: true });
  expect(lines()).toEqual(['roads', 'relief', 'base', 'water', 'land']);
  expect(focused()).toBe('relief');
  await key('land', 'ArrowLeft', { altKey: true });
  await key('land', 'ArrowUp', { altKey: true });
  expect(lines()).toEqual(['roads', 'relief', 'land', 'base', 'water']);
  expect(line('land').getAttribute('aria-level')).toBe('1');
});

test('F2 renames; Esc does not, nor does an empty name', async () => {
  await openTree();
  await key('roads', 'F2');
  const field = screen.getByLabelText('Name') as HTMLInputElement;
  fireEvent.input(field, { target: { value: 'Streets' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await settle();
  expect(focused()).toBe('Streets');
  await key('Streets', 'F2');
  fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'x' } });
  fireEvent.keyDown(screen.getByLabelText('Name'), { key: 'Escape' });
  await settle();
  expect(lines()[0]).toBe('Streets');
});

test('Del removes a group with its layers, Undo brings it back to where it was, eyes as they were', async () => {
  const { map } = await openTree([layer('a'), group('base', [layer('b', { visible: false }), layer('c')])]);
  await key('base', 'Delete');
  expect(lines()).toEqual(['a']);
  expect(focused()).toBe('a');
  expect(map.is.drawn).toEqual(['a']);
  screen.getByText('Removed base.');
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await settle();
  expect(lines()).toEqual(['a', 'base', 'b', 'c']);
  expect(line('b').getAttribute('aria-checked')).toBe('false');
  expect(map.is.drawn).toEqual(['a', 'c']);
});

test('a line that is dragged shows where it would go, and goes there', async () => {
  await openTree();
  const grip = (name: string) => line(name).querySelector('.node-line') as HTMLElement;
  await drag(grip('relief'), 'dragstart');
  await drag(grip('base'), 'dragover');
  expect(line('base').className).toContain('drop-before');
  await drag(grip('base'), 'drop');
  expect(lines()).toEqual(['roads', 'relief', 'base', 'water', 'land']);
  expect(document.querySelector('[class*=drop-]')).toBeNull();
});

test('a new group stands on top, and layers are moved into it', async () => {
  await openTree([layer('a')]);
  fireEvent.click(screen.getByRole('button', { name: 'New group' }));
  await settle();
  expect(lines()).toEqual(['Group', 'a']);
  await key('a', 'ArrowRight', { altKey: true });
  expect(line('a').getAttribute('aria-level')).toBe('2');
});

test('opacity, legend and zoom are the layer’s own', async () => {
  const { map } = await openTree([layer('a')]);
  map.is.legend = ['data:image/png;base64,AAAA', '<b>No</b> legend here'];
  await key('a', 'ArrowRight');
  await settle();
  screen.getByRole('img', { name: 'Legend of a' });
  screen.getByText('<b>No</b> legend here');
  fireEvent.input(screen.getByRole('slider'), { target: { value: '40' } });
  await settle();
  screen.getByText('40 %');
  fireEvent.click(screen.getByRole('button', { name: 'More for a' }));
  await settle();
  fireEvent.click(screen.getByRole('menuitem', { name: 'Zoom to layer' }));
  expect(map.is.zoomed).toMatchObject([{ id: 'a' }]);
});

test('what goes wrong on the map stands at the layer, and is tried again', async () => {
  const { map } = await openTree([layer('a')]);
  await act(async () => map.trouble('a', 'failed', '<i>Out of memory</i>'));
  const at = within(line('a'));
  at.getByText('<i>Out of memory</i>');
  fireEvent.click(at.getByRole('button', { name: /Try again/ }));
  await settle();
  expect(map.is.refreshed).toEqual(['a']);
  expect(at.queryByText('<i>Out of memory</i>')).toBeNull();
});

test('200 layers are there, with one tab stop among them', async () => {
  const many = Array.from({ length: 200 }, (_, index) => layer(`layer-${index}`));
  await openTree(many);
  const all = screen.getAllByRole('treeitem');
  expect(all).toHaveLength(200);
  expect(all.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
});

test('a service without a sign-in is drawn, and marked where it refuses', async () => {
  const world = mapWorld(project([layer('a')]), [row({ status: 'notChecked', next: 'check' })]);
  await world.open();
  expect(world.map.is.drawn).toEqual(['a']);
  await act(async () => world.map.trouble('a', 'refused'));
  expect(world.map.is.drawn).toEqual([]);
  await world.change([row()]);
  within(line('a')).getByRole('button', { name: /^Sign in/ });
});

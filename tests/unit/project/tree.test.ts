import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TreeNode } from '../../../lib/project/model.ts';
import {
  edit,
  fade,
  find,
  fold,
  insert,
  linesOf,
  move,
  remove,
  rename,
  type Step,
  step,
  toggle,
} from '../../../lib/project/tree.ts';
import { group, layer } from '../../fakes/project.ts';

/** `a [b c] d`, groups in brackets behind their names. */
const drawn = (tree: readonly TreeNode[]): string =>
  tree.map((node) => (node.type === 'group' ? `${node.id}[${drawn(node.children)}]` : node.id)).join(' ');

const TREE = [layer('a'), group('G', [layer('b'), group('H', [layer('c')]), layer('d')]), layer('e')];

test.each<[string, Step, string]>([
  ['a', 'up', 'a G[b H[c] d] e'],
  ['a', 'down', 'G[b H[c] d] a e'],
  ['e', 'up', 'a e G[b H[c] d]'],
  ['e', 'in', 'a G[b H[c] d e]'],
  ['b', 'up', 'a b G[H[c] d] e'],
  ['b', 'down', 'a G[H[c] b d] e'],
  ['d', 'down', 'a G[b H[c]] d e'],
  ['d', 'in', 'a G[b H[c d]] e'],
  ['c', 'out', 'a G[b H[] c d] e'],
  ['a', 'in', 'a G[b H[c] d] e'],
  ['a', 'out', 'a G[b H[c] d] e'],
  ['G', 'down', 'a e G[b H[c] d]'],
  ['gone', 'up', 'a G[b H[c] d] e'],
])('%s one step %s', (id, way, after) => {
  expect(drawn(step(TREE, id, way))).toBe(after);
});

test('a node is dropped where the line was, also behind itself, and never into itself', () => {
  expect(drawn(move(TREE, 'a', { parentId: null, index: 2 }))).toBe('G[b H[c] d] a e');
  expect(drawn(move(TREE, 'e', { parentId: 'G', index: 1 }))).toBe('a G[b e H[c] d]');
  expect(drawn(move(TREE, 'b', { parentId: 'G', index: 3 }))).toBe('a G[H[c] d b] e');
  expect(move(TREE, 'G', { parentId: 'H', index: 0 })).toBe(TREE);
  expect(move(TREE, 'a', { parentId: null, index: 1 })).toBe(TREE);
});

test('a folded group keeps its lines to itself; a closed eye says so to those under it', () => {
  const shut = toggle(fold(TREE, 'H', false), 'G');
  expect(linesOf(shut).map(({ node, level, around }) => [node.id, level, around])).toEqual([
    ['a', 1, true],
    ['G', 1, true],
    ['b', 2, false],
    ['H', 2, false],
    ['d', 2, false],
    ['e', 1, true],
  ]);
  expect(linesOf(shut).find(({ node }) => node.id === 'd')).toMatchObject({ place: 3, of: 3, parentId: 'G' });
});

test('names, eyes and opacity are of one node alone', () => {
  expect(find(rename(TREE, 'c', 'Roads'), 'c')).toMatchObject({ name: 'Roads', visible: true });
  const hidden = toggle(TREE, 'G');
  expect(find(hidden, 'G')?.visible).toBe(false);
  expect(find(hidden, 'b')?.visible).toBe(true);
  expect(find(fade(TREE, 'a', 7), 'a')).toMatchObject({ opacity: 1 });
  expect(edit(TREE, 'gone', (node) => ({ ...node, name: 'x' }))).toBe(TREE);
});

const ids = (tree: readonly TreeNode[]) => linesOf(tree, true).map(({ node }) => node.id);

/** Trees whose ids are all different. */
const trees = fc
  .array(fc.tuple(fc.nat(), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 12 })
  .map((made) => {
    let tree: TreeNode[] = [];
    for (const [index, [where, isGroup, visible]] of made.entries()) {
      const groups = linesOf(tree, true).filter(({ node }) => node.type === 'group');
      const at = groups.length === 0 ? null : (groups[where % (groups.length + 1)]?.node.id ?? null);
      const id = `n${index}`;
      const node = isGroup ? group(id, [], { visible }) : layer(id, { visible });
      tree = insert(tree, node, { parentId: at, index: where % 4 });
    }
    return tree;
  });

test('moving loses nothing, doubles nothing and leaves every eye as it was', () => {
  fc.assert(
    fc.property(
      trees,
      fc.nat(),
      fc.nat(),
      fc.nat(20),
      fc.constantFrom<Step>('up', 'down', 'in', 'out'),
      (tree, which, where, index, way) => {
        const all = ids(tree);
        const id = all[which % all.length] ?? '';
        const parentId = [null, ...all][where % (all.length + 1)] ?? null;
        const isGroup = parentId === null || find(tree, parentId)?.type === 'group';
        for (const after of [
          step(tree, id, way),
          ...(isGroup ? [move(tree, id, { parentId, index })] : []),
        ]) {
          expect(ids(after).sort()).toEqual([...all].sort());
          for (const each of all) expect(find(after, each)?.visible).toBe(find(tree, each)?.visible);
        }
      },
    ),
  );
});

test('what was taken out goes back to where it was', () => {
  fc.assert(
    fc.property(trees, fc.nat(), (tree, which) => {
      const all = ids(tree);
      const taken = remove(tree, all[which % all.length] ?? '');
      expect(taken).not.toBeNull();
      if (taken) expect(insert(taken.tree, taken.node, taken.spot)).toEqual(tree);
    }),
  );
});

import { useMemo, useState } from 'preact/hooks';
import type { LayerActions } from '../../components/map/map-actions.ts';
import type { Project, TreeNode } from '../../lib/project/model.ts';
import * as trees from '../../lib/project/tree.ts';
import { newId } from '../../lib/sources/ids.ts';

type TreeActions = Pick<
  LayerActions,
  'toggle' | 'fold' | 'rename' | 'remove' | 'undo' | 'forgetUndo' | 'step' | 'move' | 'fade' | 'newGroup'
>;

/** What is done with the tree; the last removal can be taken back. */
export function useTree(
  change: (edit: (project: Project) => Project) => void,
  project: Project,
  groupName: string,
): { actions: TreeActions; removed: string | null } {
  const [taken, setTaken] = useState<trees.Taken | null>(null);
  const actions = useMemo(() => {
    const edit = (edited: (tree: readonly TreeNode[]) => TreeNode[]) =>
      change((now) => {
        const tree = edited(now.tree);
        return tree === now.tree ? now : { ...now, tree };
      });
    return {
      toggle: (id: string) => edit((tree) => trees.toggle(tree, id)),
      fold: (id: string, expanded: boolean) => edit((tree) => trees.fold(tree, id, expanded)),
      rename: (id: string, name: string) => edit((tree) => trees.rename(tree, id, name)),
      step: (id: string, way: trees.Step) => edit((tree) => trees.step(tree, id, way)),
      move: (id: string, to: trees.Spot) => edit((tree) => trees.move(tree, id, to)),
      fade: (id: string, opacity: number) => edit((tree) => trees.fade(tree, id, opacity)),
      newGroup: () =>
        edit((tree) => {
          const node: TreeNode = {
            ...{ type: 'group', id: newId(), name: groupName },
            ...{ visible: true, expanded: true, children: [] },
          };
          return trees.insert(tree, node, { parentId: null, index: 0 });
        }),
    };
  }, [change, groupName]);
  return {
    removed: taken?.node.name ?? null,
    actions: {
      ...actions,
      remove: (id) => {
        const out = trees.remove(project.tree, id);
        if (!out) return;
        setTaken(out);
        change((now) => ({ ...now, tree: trees.remove(now.tree, id)?.tree ?? now.tree }));
      },
      undo: () => {
        if (!taken) return;
        change((now) => ({ ...now, tree: trees.insert(now.tree, taken.node, taken.spot) }));
        setTaken(null);
      },
      forgetUndo: () => setTaken(null),
    },
  };
}

import type { MenuItem } from '../Menu.tsx';
import type { Translate } from '../translation.ts';
import type { LayerLineProps } from './LayerLine.tsx';

/** The menu of a line of the tree: everything that keys and pointer do, in words. */
export function lineMenu(
  { line, open, actions, onFold, onRename, onRemove }: Omit<LayerLineProps, 'drag'>,
  t: Translate,
): { items: MenuItem[] }[] {
  const { node, place, of, level } = line;
  const { id } = node;
  const item = (label: string, onChoose: () => void): MenuItem => ({ label, onChoose });
  return [
    {
      items:
        node.type === 'layer'
          ? [
              item(t('layer_zoom'), () => void actions.zoomTo(node)),
              item(t(open ? 'layer_hideDetails' : 'layer_showDetails'), () => onFold(!open)),
            ]
          : [],
    },
    {
      items: [
        ...(place > 1 || level > 1 ? [item(t('layer_up'), () => actions.step(id, 'up'))] : []),
        ...(place < of || level > 1 ? [item(t('layer_down'), () => actions.step(id, 'down'))] : []),
        ...(place > 1 ? [item(t('layer_in'), () => actions.step(id, 'in'))] : []),
        ...(level > 1 ? [item(t('layer_out'), () => actions.step(id, 'out'))] : []),
      ],
    },
    { items: [item(t('layer_rename'), onRename), item(t('layer_remove'), onRemove)] },
  ];
}

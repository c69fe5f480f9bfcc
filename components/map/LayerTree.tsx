import { useState } from 'preact/hooks';
import type { Line } from '../../lib/project/tree.ts';
import { useT } from '../translation.ts';
import { LayerLine } from './LayerLine.tsx';
import type { LayerActions, LayersView } from './map-actions.ts';
import { keyDeed } from './tree-keys.ts';
import { useDrag } from './use-drag.ts';
import { useTreeFocus } from './use-tree-focus.ts';

/** The layers as a tree: what lies on top of the map stands on top. */
export function LayerTree({ layers, actions }: { layers: LayersView; actions: LayerActions }) {
  const t = useT();
  const { lines, standings, rows, troubles, loading } = layers;
  const { tree, current, setCurrent, focus, follow } = useTreeFocus(lines);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const drag = useDrag(actions.move);
  const isOpen = ({ node }: Line) => (node.type === 'group' ? node.expanded : unfolded.has(node.id));

  const fold = ({ node }: Line, open: boolean) => {
    if (node.type === 'group') return actions.fold(node.id, open);
    setUnfolded((now) => new Set(open ? [...now, node.id] : [...now].filter((id) => id !== node.id)));
  };
  const remove = (id: string) => {
    follow();
    actions.remove(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const line = lines.find(({ node }) => node.id === target.dataset.node);
    if (!line || event.ctrlKey || event.metaKey) return;
    const { id } = line.node;
    const deed = keyDeed(event.key, event.altKey, lines, id, isOpen(line));
    if (!deed) return;
    event.preventDefault();
    if (deed.do === 'focus') focus(deed.id);
    else if (deed.do === 'fold') fold(line, deed.expanded);
    else if (deed.do === 'toggle') actions.toggle(id);
    else if (deed.do === 'rename') setRenaming(id);
    else if (deed.do === 'remove') remove(id);
    else {
      follow();
      actions.step(id, deed.way);
    }
  };

  return (
    <div ref={tree} class="tree" role="tree" aria-label={t('map_layers')} onKeyDown={onKeyDown}>
      {lines.map((line) => {
        const { id } = line.node;
        const standing = standings.get(id) ?? null;
        return (
          <LayerLine
            key={id}
            line={line}
            standing={standing}
            row={rows.get(standing?.rowKey ?? '') ?? null}
            trouble={troubles.get(id) ?? null}
            loading={loading.has(id)}
            current={id === current}
            open={isOpen(line)}
            renaming={id === renaming}
            mark={drag.over?.id === id && drag.dragged !== id ? drag.over.mark : null}
            drag={drag.of(line)}
            actions={actions}
            onFocus={() => setCurrent(id)}
            onFold={(open) => fold(line, open)}
            onRename={() => setRenaming(id)}
            onRenamed={(name, byKey) => {
              setRenaming(null);
              if (byKey) follow();
              if (name !== null) actions.rename(id, name);
            }}
            onRemove={() => remove(id)}
          />
        );
      })}
    </div>
  );
}

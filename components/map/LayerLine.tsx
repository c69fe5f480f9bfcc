import type { LayerTrouble } from '../../lib/map/ports.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { Standing } from '../../lib/project/drawn.ts';
import type { Line } from '../../lib/project/tree.ts';
import { ChevronIcon, DotsIcon } from '../icons.tsx';
import { Menu } from '../Menu.tsx';
import { useT } from '../translation.ts';
import type { Mark } from './drop-spot.ts';
import { LayerDetails } from './LayerDetails.tsx';
import { LayerMark } from './LayerMark.tsx';
import { lineMenu } from './line-menu.ts';
import type { LayerActions } from './map-actions.ts';
import { EyeIcon, GroupIcon } from './map-icons.tsx';
import { NameField } from './NameField.tsx';
import { PlacedService } from './PlacedService.tsx';
import { samePlace, useServices } from './services-desk.ts';

export interface LayerLineProps {
  line: Line;
  /** Of layers; null for groups. */
  standing: Standing | null;
  row: ServiceRow | null;
  trouble: LayerTrouble | null;
  loading: boolean;
  current: boolean;
  /** Whether what is under the line is shown. */
  open: boolean;
  renaming: boolean;
  /** Where the line that shows the place is drawn while something is dragged over it. */
  mark: Mark | null;
  drag: object;
  actions: LayerActions;
  onFocus: () => void;
  onFold: (open: boolean) => void;
  onRename: () => void;
  onRenamed: (name: string | null, byKey: boolean) => void;
  onRemove: () => void;
}

/** One layer or group in the tree. */
export function LayerLine(props: LayerLineProps) {
  const { line, standing, row, trouble, loading, current, open, renaming, mark, drag, actions } = props;
  const { node, level } = line;
  const t = useT();
  const desk = useServices();
  const place = { layer: node.id };
  const isSigning = row !== null && desk.open?.key === row.key && samePlace(desk.open.place, place);
  const classes = [
    ...['node', node.type, ...(mark ? [`drop-${mark}`] : [])],
    ...(node.visible && line.around ? [] : ['unlit']),
    ...(standing?.shows === 'needs' || standing?.shows === 'waits' ? ['undrawn'] : []),
  ];
  return (
    <div
      class={classes.join(' ')}
      role="treeitem"
      data-node={node.id}
      tabIndex={current ? 0 : -1}
      aria-label={node.name}
      aria-level={level}
      aria-setsize={line.of}
      aria-posinset={line.place}
      aria-expanded={open}
      aria-checked={node.visible}
      aria-selected={current}
      aria-busy={loading}
      style={`--level: ${level}`}
      onFocus={props.onFocus}
    >
      <div class="node-line" {...(renaming ? {} : drag)}>
        <button
          type="button"
          class="fold"
          tabIndex={-1}
          aria-label={t(open ? 'layer_fold' : 'layer_unfold', node.name)}
          onClick={() => props.onFold(!open)}
        >
          <ChevronIcon />
        </button>
        <button
          type="button"
          class="eye"
          tabIndex={-1}
          aria-pressed={node.visible}
          aria-label={t('layer_show', node.name)}
          title={t('layer_show', node.name)}
          onClick={() => actions.toggle(node.id)}
        >
          <EyeIcon open={node.visible} />
        </button>
        {node.type === 'group' && <GroupIcon />}
        {renaming ? (
          <NameField name={node.name} onDone={props.onRenamed} />
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard
          <span class="node-name one-line" title={node.name} onDblClick={props.onRename}>
            {node.name}
          </span>
        )}
        {loading && <span class="loading" title={t('layer_loading')} />}
        <span class="node-menu">
          <Menu class="icon-button" label={t('moreFor', node.name)} sections={lineMenu(props, t)}>
            <DotsIcon />
          </Menu>
        </span>
      </div>
      {standing && (
        <LayerMark
          {...{ standing, row, trouble }}
          layerId={node.id}
          name={node.name}
          tabIndex={current ? 0 : -1}
          onAgain={() => actions.again(node.id)}
        />
      )}
      {node.type === 'layer' && open && (
        <LayerDetails layer={node} drawn={standing?.shows === 'drawn'} actions={actions} />
      )}
      {isSigning && (
        <ul class="placed">
          <PlacedService row={row} place={place} />
        </ul>
      )}
    </div>
  );
}

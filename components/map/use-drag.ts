import { useState } from 'preact/hooks';
import type { Line, Spot } from '../../lib/project/tree.ts';
import { dropSpot, type Mark } from './drop-spot.ts';

/** Only what began in this tree is taken. */
const TYPE = 'application/x-layerkey-layer';

interface Over {
  id: string;
  mark: Mark;
  spot: Spot;
}

/** Dragging lines of the tree with the pointer. */
export function useDrag(onMove: (id: string, to: Spot) => void) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<Over | null>(null);
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  return {
    dragged,
    over,
    of: (line: Line) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => {
        // Firefox drags nothing that carries nothing.
        event.dataTransfer?.setData(TYPE, line.node.id);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
        setDragged(line.node.id);
      },
      onDragOver: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
        const { spot, mark } = dropSpot(line, box.height > 0 ? (event.clientY - box.top) / box.height : 0);
        const isSame = over?.id === line.node.id && over.mark === mark;
        if (!isSame) setOver({ id: line.node.id, mark, spot });
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== null && over) onMove(dragged, over.spot);
        end();
      },
      onDragEnd: end,
    }),
  };
}

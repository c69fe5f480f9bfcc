import { useEffect, useRef } from 'preact/hooks';
import type { MapEngine } from '../../lib/map/ports.ts';
import { PlusIcon } from '../icons.tsx';
import { useT } from '../translation.ts';
import { MinusIcon } from './map-icons.tsx';

interface MapCanvasProps {
  engine: Pick<MapEngine, 'attach' | 'zoomBy'>;
  /** The user wants to know what lies there, in pixels from the map's left top corner. */
  onAsk: (pixel: [number, number]) => void;
}

/** Farther than this, in pixels, a click was a pull. */
const STILL = 4;

/** The map itself. Enter asks about its middle, + and - zoom. */
export function MapCanvas({ engine, onAsk }: MapCanvasProps) {
  const t = useT();
  const target = useRef<HTMLDivElement>(null);
  const down = useRef<[number, number]>([0, 0]);
  useEffect(() => {
    engine.attach(target.current);
    return () => engine.attach(null);
  }, [engine]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === '+' || event.key === '=') engine.zoomBy(1);
    else if (event.key === '-') engine.zoomBy(-1);
    else if (event.key === 'Enter' && target.current)
      onAsk([target.current.clientWidth / 2, target.current.clientHeight / 2]);
    else return;
    event.preventDefault();
  };
  return (
    <div class="map-canvas">
      <div
        ref={target}
        class="map-target"
        role="application"
        aria-label={t('map_keys')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          down.current = [event.clientX, event.clientY];
        }}
        onClick={(event) => {
          const [x, y] = down.current;
          if (Math.hypot(event.clientX - x, event.clientY - y) > STILL) return;
          const box = event.currentTarget.getBoundingClientRect();
          onAsk([event.clientX - box.left, event.clientY - box.top]);
        }}
      />
      <div class="zoom">
        <button type="button" aria-label={t('map_zoomIn')} onClick={() => engine.zoomBy(1)}>
          <PlusIcon />
        </button>
        <button type="button" aria-label={t('map_zoomOut')} onClick={() => engine.zoomBy(-1)}>
          <MinusIcon />
        </button>
      </div>
    </div>
  );
}

import { useT } from '../translation.ts';

interface ResizerProps {
  /** Of the panel before it, in CSS pixels. */
  width: number;
  least: number;
  most: number;
  onWidth: (width: number) => void;
}

const STEP = 16;

/** The line between panel and map: dragged, or moved by the arrow keys. */
export function Resizer({ width, least, most, onWidth }: ResizerProps) {
  const t = useT();
  const set = (wanted: number) => onWidth(Math.round(Math.min(most, Math.max(least, wanted))));
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = { ArrowLeft: width - STEP, ArrowRight: width + STEP, Home: least, End: most }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    set(wanted);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is no line in a text
    <div
      class="resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('map_resize')}
      aria-controls="layer-panel"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture?.(event.pointerId);
        const from = width - event.clientX;
        const element = event.currentTarget;
        element.onpointermove = (moved) => set(from + moved.clientX);
        element.onpointerup = () => {
          element.onpointermove = null;
        };
      }}
    />
  );
}

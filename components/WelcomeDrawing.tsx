import { StatusMark } from './StatusMark.tsx';
import { useT } from './translation.ts';

/** Two maps side by side: before and after signing in. A drawing, not a picture, so that it follows language and colours. */
export function WelcomeDrawing() {
  const t = useT();
  return (
    <div class="drawing" role="img" aria-label={t('welcome_drawing')}>
      <div class="drawing-half" aria-hidden="true">
        <MapDrawing layer={false} />
        <div class="drawing-row">
          <span class="tag">WMS</span>
          <span class="one-line">geo.example.com</span>
          <span class="button next">{t('next_signIn')}</span>
        </div>
      </div>
      <svg class="drawing-arrow" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 12h15M13 6l6 6-6 6" fill="none" stroke="currentColor" stroke-width="2" />
      </svg>
      <div class="drawing-half" aria-hidden="true">
        <MapDrawing layer />
        <div class="drawing-row">
          <span class="tag">WMS</span>
          <span class="one-line">geo.example.com</span>
          <StatusMark status="signedIn" />
        </div>
      </div>
    </div>
  );
}

/** A coast and a river; with `layer`, the parcels of the protected service on top. */
function MapDrawing({ layer }: { layer: boolean }) {
  return (
    <svg class="drawing-map" viewBox="0 0 240 132" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect class="map-land" width="240" height="132" />
      <path class="map-water" d="M0 0h78c-4 20-22 26-24 46s14 28 8 48-26 22-30 38H0z" />
      <path class="map-river" d="M56 58c28 6 40-14 66-6s34 34 60 30 34-26 58-24" />
      {layer ? (
        <g class="map-parcels">
          <path d="M104 12l34 2 4 26-32-2z" />
          <path d="M144 14l40-4 6 32-40 6z" />
          <path d="M190 12l38 4-2 28-30-2z" />
          <path d="M84 82l36-6 12 36-42 8z" />
          <path d="M138 92l38 2 6 28-40-2z" />
          <path d="M188 96l40-18 4 42-38 2z" />
        </g>
      ) : (
        <g class="map-empty">
          <path d="M84 10h148v112H84z" />
          <path d="M132 10v112M182 10v112M84 48h148M84 86h148" />
        </g>
      )}
    </svg>
  );
}

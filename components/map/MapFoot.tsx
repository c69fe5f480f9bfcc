import { useContext, useEffect, useState } from 'preact/hooks';
import type { MapEngine } from '../../lib/map/ports.ts';
import type { MapView } from '../../lib/project/model.ts';
import { LanguageContext, useT } from '../translation.ts';
import { scaleOf } from './scale.ts';

interface MapFootProps {
  engine: Pick<MapEngine, 'on'>;
  view: MapView;
  /** CRS that the map can be in. */
  systems: readonly string[];
  attributions: readonly string[];
  onSystem: (crs: string) => void;
}

/** Under the map: whose it is, how large, and where the pointer stands, in the map's CRS. */
export function MapFoot({ engine, view, systems, attributions, onSystem }: MapFootProps) {
  const t = useT();
  const { locale } = useContext(LanguageContext);
  const [place, setPlace] = useState<[number, number] | null>(null);
  useEffect(() => engine.on({ pointer: setPlace }), [engine]);
  const scale = scaleOf(view);
  const length = (metres: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: metres >= 1000 ? 'kilometer' : 'meter',
      maximumSignificantDigits: 3,
    }).format(metres >= 1000 ? metres / 1000 : metres);
  const digits = view.resolution < 0.01 ? 5 : view.resolution < 1 ? 2 : 0;
  const number = (value: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(
      value,
    );
  const all = systems.includes(view.crs) ? systems : [view.crs, ...systems];
  return (
    <div class="map-foot">
      <p class="attributions one-line" title={attributions.join(' · ')}>
        {attributions.join(' · ')}
      </p>
      <p class="place">{place && `${number(place[0])}, ${number(place[1])}`}</p>
      <label class="system">
        <span class="unseen">{t('map_crs')}</span>
        <select
          value={view.crs}
          title={t('map_crs')}
          onChange={(event) => onSystem(event.currentTarget.value)}
        >
          {all.map((crs) => (
            <option key={crs} value={crs}>
              {crs}
            </option>
          ))}
        </select>
      </label>
      {scale && (
        <p class="scale" style={`width: ${scale.width}px`}>
          {length(scale.metres)}
        </p>
      )}
    </div>
  );
}

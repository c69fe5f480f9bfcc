import type { LayerInfo } from '../../lib/map/ports.ts';
import { onEscape } from '../on-escape.ts';
import { PendingBar } from '../PendingBar.tsx';
import { useT } from '../translation.ts';
import { CrossIcon } from './map-icons.tsx';

/** What was asked about a place, and what came. */
export interface Asked {
  since: number;
  /** Null while it is asked. */
  found: readonly (LayerInfo & { name: string })[] | null;
}

/** What lies at the place that was clicked: tables of text, layer by layer. */
export function FeatureInfo({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const t = useT();
  const { found } = asked;
  const told = found?.filter(({ features, text, trouble }) => features.length > 0 || text || trouble) ?? [];
  return (
    <section class="feature-info" aria-label={t('map_info')} onKeyDown={onEscape(onClose)}>
      <div class="panel-title">
        <h2>{t('map_info')}</h2>
        <button type="button" class="icon-button" aria-label={t('close')} onClick={onClose}>
          <CrossIcon />
        </button>
      </div>
      {found === null && <PendingBar text={t('map_infoWait')} since={asked.since} onCancel={onClose} />}
      {found !== null && told.length === 0 && (
        <p class="quiet" role="status">
          {t('map_infoNothing')}
        </p>
      )}
      {told.map(({ layerId, name, features, text, trouble }) => (
        <div key={layerId} class="layer-info">
          <h3>{name}</h3>
          {trouble && (
            <p class="quiet">
              {t(`map_trouble_${trouble.what}`, String(trouble.status))} {trouble.words}
            </p>
          )}
          {features.map(({ title, attributes }, index) => (
            <table key={index}>
              {title && <caption>{title}</caption>}
              <tbody>
                {attributes.map(([attribute, value]) => (
                  <tr key={attribute}>
                    <th scope="row">{attribute}</th>
                    <td>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
          {text && <pre>{text}</pre>}
        </div>
      ))}
    </section>
  );
}

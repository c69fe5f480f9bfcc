import { useState } from 'preact/hooks';
import { useNumber, useT } from '../translation.ts';
import { ExportButtons } from './ExportButtons.tsx';
import { SecretsChoice } from './SecretsChoice.tsx';
import type { ExportPart } from './use-export.ts';

/** One file of connections: QGIS has one for each kind of service. */
export function ExportConnections({ sources, work, onClose }: ExportPart) {
  const t = useT();
  const number = useNumber();
  const [wanted, setWanted] = useState('');
  const [secrets, setSecrets] = useState(false);
  const all = work.exchange?.families(sources) ?? [];
  const families = all.filter(({ id }) => id !== '');
  const others = all.find(({ id }) => id === '')?.count ?? 0;
  const family = families.find(({ id }) => id === wanted) ?? families[0];
  const write = () => {
    if (!family) return;
    const ready = new Set(work.known.signIns.flatMap(({ id, ready: has }) => (has ? [id] : [])));
    const used = sources.flatMap(({ uses, qgis = {} }) => [
      ...uses.map(({ accountId }) => accountId),
      ...Object.values(qgis),
    ]);
    const ids = secrets ? [...new Set(used)].filter((id) => ready.has(id)) : [];
    work.write(ids, (exchange, signIns) =>
      exchange.writeConnections(family.id, work.known, secrets ? signIns : null),
    );
  };
  return (
    <>
      {families.length > 0 && (
        <fieldset class="choices">
          <legend>{t('exchange_kind')}</legend>
          {families.map(({ id, label, count }) => (
            <label key={id}>
              <input
                type="radio"
                name="exchange-family"
                checked={family?.id === id}
                onChange={() => {
                  setWanted(id);
                  work.clear();
                }}
              />
              <span>
                {label} <span class="quiet">{number(count)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {others > 0 && <p class="quiet small">{t('exchange_otherKinds', number(others))}</p>}
      {families.length === 0 && work.exchange && others === 0 && <p>{t('exchange_noSources')}</p>}
      <SecretsChoice
        secrets={secrets}
        onChoose={setSecrets}
        note={t(secrets ? 'exchange_connectionsReadable' : 'exchange_connectionsWithout')}
      />
      <ExportButtons work={work} empty={!family} onWrite={write} onClose={onClose} />
    </>
  );
}

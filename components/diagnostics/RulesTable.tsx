import type { RuleLine, SourceRules } from '../../lib/messages/diagnostics-view.ts';
import { type MessageKey, useList, useT } from '../translation.ts';
import { DataTable } from './DataTable.tsx';

/** Stands in the place of every value that a rule adds. */
const HIDDEN = '•••';

/** The installed rules, by source. */
export function RulesTable({ sources }: { sources: readonly SourceRules[] }) {
  const t = useT();
  if (sources.length === 0) return <p class="quiet">{t('diagnostics_rulesNone')}</p>;
  return (
    <DataTable
      label={t('diagnostics_rules')}
      class="rules"
      heads={[t('diagnostics_source'), t('diagnostics_does'), t('diagnostics_filter'), t('diagnostics_when')]}
    >
      {sources.flatMap(({ hosts, kinds, rules }, at) =>
        rules.map((rule, index) => (
          <tr key={`${at} ${index}`} class={index === 0 ? 'first' : ''}>
            {index === 0 && (
              <th scope="rowgroup" rowSpan={rules.length}>
                {hosts.length > 0 ? hosts.join(', ') : t('diagnostics_noSource')}
                <span class="quiet small"> {kinds.join(', ')}</span>
              </th>
            )}
            <td>
              <Doing rule={rule} />
            </td>
            <td class="code">
              {rule.filters.map((filter) => (
                <div key={filter}>{filter}</div>
              ))}
            </td>
            <td>
              <Conditions rule={rule} />
            </td>
          </tr>
        )),
      )}
    </DataTable>
  );
}

const DOES: Record<RuleLine['does'], MessageKey> = {
  headers: 'diagnostics_doesHeaders',
  parameters: 'diagnostics_doesParameters',
  path: 'diagnostics_doesPath',
  block: 'diagnostics_doesBlock',
  allow: 'diagnostics_doesAllow',
  signed: 'diagnostics_doesSigned',
  disguised: 'diagnostics_doesDisguised',
  other: 'diagnostics_doesOther',
};

function Doing({ rule: { does, names } }: { rule: RuleLine }) {
  const t = useT();
  const between = does === 'headers' ? ': ' : '=';
  return (
    <>
      {t(DOES[does])}
      {names.map((name) => (
        <div key={name} class="code">{`${name}${between}${HIDDEN}`}</div>
      ))}
      {does === 'path' && <div class="code">{HIDDEN}</div>}
    </>
  );
}

function Conditions({ rule }: { rule: RuleLine }) {
  const t = useT();
  const list = useList();
  const { initiators, notInitiators, topDomains, types, methods } = rule;
  const isSame = topDomains.join() === initiators.join();
  return (
    <>
      {initiators.length > 0 && <div>{t('diagnostics_from', list(initiators))}</div>}
      {notInitiators.length > 0 && <div>{t('diagnostics_notFrom', list(notInitiators))}</div>}
      {topDomains.length > 0 && !isSame && <div>{t('diagnostics_onTop', list(topDomains))}</div>}
      <div class="code quiet">{[...types, ...methods].join(', ')}</div>
    </>
  );
}

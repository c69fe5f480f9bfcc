import type { AccountLine } from '../../lib/messages/diagnostics-view.ts';
import { StatusMark } from '../StatusMark.tsx';
import { methodKey, useT } from '../translation.ts';
import { DataTable } from './DataTable.tsx';
import { useClock } from './use-clock.ts';

/** How each sign-in stands, without who it is. */
export function SignInsTable({ accounts }: { accounts: readonly AccountLine[] }) {
  const t = useT();
  const clock = useClock();
  if (accounts.length === 0) return <p class="quiet">{t('diagnostics_accountsNone')}</p>;
  return (
    <DataTable
      label={t('diagnostics_accounts')}
      heads={[
        t('diagnostics_host'),
        t('diagnostics_method'),
        t('diagnostics_status'),
        t('diagnostics_since'),
        t('diagnostics_guard'),
      ]}
    >
      {accounts.map(({ hosts, method, status, since, guard }, index) => (
        <tr key={index}>
          <td>{hosts.join(', ')}</td>
          <td>{t(methodKey(method))}</td>
          <td>{status ? <StatusMark status={status} /> : <span class="quiet">–</span>}</td>
          <td class="quiet number">{since > 0 ? clock(since) : '–'}</td>
          <td class="code">{guard ? `${guard.mode} · ${guard.round}` : '–'}</td>
        </tr>
      ))}
    </DataTable>
  );
}

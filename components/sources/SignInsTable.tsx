import type { SavedSignIn } from '../../lib/messages/sources-view.ts';
import { StatusMark } from '../StatusMark.tsx';
import { methodKey, useList, useNumber, useT } from '../translation.ts';

interface SignInsTableProps {
  signIns: readonly SavedSignIn[];
  /** Shows the sources that use it. */
  onSources: (signIn: SavedSignIn) => void;
}

/** All sign-ins: how, who, which of QGIS's ids, and how many sources share each. */
export function SignInsTable({ signIns, onSources }: SignInsTableProps) {
  const t = useT();
  const list = useList();
  const number = useNumber();
  if (signIns.length === 0) return <p class="quiet sources-none">{t('diagnostics_accountsNone')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
    <section class="sources-scroll" tabIndex={0} aria-label={t('diagnostics_accounts')}>
      <table class="sources-table sign-ins" aria-label={t('diagnostics_accounts')}>
        <thead>
          <tr>
            <th scope="col">{t('sources_who')}</th>
            <th scope="col">{t('diagnostics_method')}</th>
            <th scope="col" class="col-address">
              {t('sources_hosts')}
            </th>
            <th scope="col">{t('sources_authcfg')}</th>
            <th scope="col">{t('diagnostics_status')}</th>
            <th scope="col">{t('sources_usedBy')}</th>
          </tr>
        </thead>
        <tbody>
          {signIns.map((signIn) => (
            <tr key={signIn.id}>
              <th scope="row" class="one-line" title={signIn.who}>
                {signIn.who || '–'}
              </th>
              <td class="one-line">{t(methodKey(signIn.method))}</td>
              <td class="one-line quiet col-address" title={signIn.hosts.join('\n')}>
                {list(signIn.hosts)}
              </td>
              <td class="mono">{signIn.id}</td>
              <td class="one-line">
                <StatusMark status={signIn.status} />
              </td>
              <td class="one-line">
                {signIn.sources > 0 ? (
                  <button type="button" class="link" onClick={() => onSources(signIn)}>
                    {t('sources_usedByCount', number(signIn.sources))}
                  </button>
                ) : (
                  <span class="quiet">{t('sources_unused')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

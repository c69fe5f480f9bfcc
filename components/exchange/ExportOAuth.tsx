import { useState } from 'preact/hooks';
import { useT } from '../translation.ts';
import { ExportButtons } from './ExportButtons.tsx';
import { SecretsChoice } from './SecretsChoice.tsx';
import { SignInList } from './SignInList.tsx';
import type { ExportPart } from './use-export.ts';

const METHODS = ['oauth', 'clientCredentials', 'passwordGrant'];

/** The settings of one sign-in at an identity provider, as QGIS's OAuth2 form imports them. */
export function ExportOAuth({ signIns, work, onClose }: ExportPart) {
  const t = useT();
  const [wanted, setWanted] = useState('');
  const [secrets, setSecrets] = useState(false);
  const [older, setOlder] = useState(false);
  const usable = signIns.filter(({ method }) => METHODS.includes(method));
  const chosen = usable.find(({ id, ready }) => id === wanted && ready) ?? usable.find(({ ready }) => ready);
  const write = () =>
    work.write(chosen ? [chosen.id] : [], (exchange, [signIn]) => {
      if (!signIn) return { name: '', text: '', notes: [{ key: 'exchange_nothingAtHand', values: [] }] };
      return exchange.writeOAuth(signIn, work.known, { secrets, older });
    });
  return (
    <>
      {usable.length === 0 && <p>{t('exchange_noOauth')}</p>}
      <SignInList
        signIns={usable}
        isChosen={(id) => id === chosen?.id}
        onChoose={(id) => {
          setWanted(id);
          work.clear();
        }}
        only="exchange-oauth"
      />
      <SecretsChoice
        secrets={secrets}
        onChoose={setSecrets}
        note={t(secrets ? 'exchange_oauthReadable' : 'exchange_oauthWithout')}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={older}
          onChange={({ currentTarget }) => setOlder(currentTarget.checked)}
        />
        {t('exchange_older')}
      </label>
      <ExportButtons work={work} empty={!chosen} onWrite={write} onClose={onClose} />
    </>
  );
}

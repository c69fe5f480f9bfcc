import { useState } from 'preact/hooks';
import { useT } from '../translation.ts';
import { PassphraseField } from '../vault/PassphraseField.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import { SecretsChoice } from './SecretsChoice.tsx';
import { SignInList } from './SignInList.tsx';
import type { ExportPart } from './use-export.ts';

/** Sign-ins as QGIS's authentication configurations: in clear, or encrypted as QGIS does it. */
export function ExportSignIns({ signIns, work, onClose }: ExportPart) {
  const t = useT();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [secrets, setSecrets] = useState(false);
  const [password, setPassword] = useState('');
  const usable = signIns.filter(({ ready }) => ready);
  const chosen = usable.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  const write = () =>
    work.write(chosen, (exchange, exported) =>
      exchange.writeSignIns(exported, work.known, { password: secrets ? password : '', secrets }),
    );
  const toggle = (id: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(id);
    else next.add(id);
    setLeft(next);
    work.clear();
  };
  return (
    <>
      <SignInList signIns={signIns} isChosen={(id) => !left.has(id)} onChoose={toggle} only={null} />
      <SecretsChoice
        secrets={secrets}
        onChoose={setSecrets}
        note={t(
          !secrets
            ? 'exchange_signInsWithout'
            : password === ''
              ? 'exchange_signInsReadable'
              : 'exchange_weak',
        )}
      />
      {secrets && (
        <div class="passphrase-form">
          <PassphraseField
            label={t('exchange_newPassword')}
            value={password}
            wrong={null}
            fresh
            onInput={setPassword}
          />
        </div>
      )}
      <ExportButtons work={work} empty={chosen.length === 0} onWrite={write} onClose={onClose} />
    </>
  );
}

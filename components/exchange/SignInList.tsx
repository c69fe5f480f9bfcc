import type { SavedSignIn } from '../../lib/messages/sources-view.ts';
import { methodKey, useT } from '../translation.ts';

interface SignInListProps {
  signIns: readonly SavedSignIn[];
  isChosen: (id: string) => boolean;
  onChoose: (id: string, on: boolean) => void;
  /** Name of the group where only one can be chosen; null where several can. */
  only: string | null;
}

/** Sign-ins to choose from; those that are locked or not signed in cannot be. */
export function SignInList({ signIns, isChosen, onChoose, only }: SignInListProps) {
  const t = useT();
  return (
    <fieldset class="choices exchange-list">
      <legend class="unseen">{t('exchange_signIns')}</legend>
      {signIns.map(({ id, method, who, hosts, ready }) => (
        <label key={id}>
          <input
            type={only === null ? 'checkbox' : 'radio'}
            {...(only === null ? {} : { name: only })}
            checked={ready && isChosen(id)}
            disabled={!ready}
            onChange={({ currentTarget }) => onChoose(id, currentTarget.checked)}
          />
          <span>
            {[who, t(methodKey(method))].filter(Boolean).join(' · ')}
            <span class="quiet small exchange-note">
              {[ready ? '' : t('exchange_notReady'), hosts.join(', '), t('exchange_authcfg', id)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

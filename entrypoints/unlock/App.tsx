import { useMemo } from 'preact/hooks';
import { FailureText } from '../../components/FailureText.tsx';
import { UnlockPage } from '../../components/UnlockPage.tsx';
import type { Failure } from '../../lib/errors.ts';
import type * as platform from '../../lib/platform/page.ts';
import type * as passkey from '../../lib/platform/passkey.ts';
import { useSettings } from '../settings/use-settings.ts';

/** What the page for unlocking needs of the platform. */
export type UnlockPort = Pick<typeof platform, 'send' | 'onChanged' | 'openPage' | 'closeTab'> &
  Pick<typeof passkey, 'getPasskeyOutput' | 'passkeysPossible'>;

const REFUSED: Failure = { code: 'passkeyRefused', values: [] };

/** Unlocks by the passkey, else by the passphrase; the tab closes when it is done. */
export function App({ page }: { page: UnlockPort }) {
  const { view, failure, send } = useSettings(page);
  const passkeys = view?.passkeys;
  const actions = useMemo(() => {
    const closeAfter = async (wrong: Failure | null) => {
      if (!wrong) await page.closeTab();
      return wrong;
    };
    return {
      unlock: async (passphrase: string) => closeAfter(await send({ command: 'unlock', passphrase })),
      usePasskey: async () => {
        const asked = (passkeys ?? []).map(({ id, salt }) => ({ id, salt }));
        const found = page.passkeysPossible() ? await page.getPasskeyOutput(asked) : null;
        return found ? closeAfter(await send({ command: 'unlockWithPasskey', ...found })) : REFUSED;
      },
      openForgotten: () => void page.openPage('/settings.html#forgotten'),
    };
  }, [page, send, passkeys]);
  if (failure) return <FailureText failure={failure} />;
  return view && <UnlockPage vault={view.vault} actions={actions} />;
}

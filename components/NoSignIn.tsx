import type { KnownView } from '../lib/messages/view.ts';
import { onEscape } from './on-escape.ts';
import { type MessageKey, useT } from './translation.ts';

/** Why nothing can be added to the requests of some services. */
export const CANNOT: Record<Exclude<KnownView['cannot'], ''>, MessageKey> = {
  cookies: 'providerCookies',
  signedUrls: 'providerSigned',
};

interface NoSignInProps {
  known: KnownView;
  onAnyway: () => void;
  onClose: () => void;
}

/** In place of a form: the provider is known to need no sign-in, or to take none that can be added. Providers change. */
export function NoSignIn({ known, onAnyway, onClose }: NoSignInProps) {
  const t = useT();
  const { name, cannot } = known;
  return (
    <section class="panel" aria-label={name} onKeyDown={onEscape(onClose)}>
      <p>{t(cannot === '' ? 'providerOpen' : CANNOT[cannot], name)}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onAnyway}>
          {t('signInAnyway')}
        </button>
        <button type="button" class="button bare" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </section>
  );
}

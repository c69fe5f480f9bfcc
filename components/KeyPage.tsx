import type { KnownView } from '../lib/messages/view.ts';
import { useT } from './translation.ts';

/** Ways that take a key of the provider; the others need an account there. */
const WITH_KEY: readonly string[] = ['key', 'header', 'pathKey', 'pair'];

interface KeyPageProps {
  known: KnownView;
  method: string;
  onOpen: (url: string) => void;
}

/** Where one gets what the form asks for, and how that looks. */
export function KeyPage({ known, method, onOpen }: KeyPageProps) {
  const t = useT();
  const { name, keyPage, keyPrefixes } = known;
  const takesKey = WITH_KEY.includes(method);
  return (
    <>
      {takesKey && keyPrefixes.length > 0 && <p>{t('keyPrefixNote', name, keyPrefixes.join(', '))}</p>}
      {keyPage !== '' && (
        <p>
          <button type="button" class="link" onClick={() => onOpen(keyPage)}>
            {t(takesKey ? 'getKey' : 'getAccess', name)}
          </button>
        </p>
      )}
    </>
  );
}

import { useT } from '../translation.ts';

interface WindowTroubleProps {
  /** The provider's address as it was typed. */
  issuer: string;
  /** Tries again in a window of our own; null where that has been tried. */
  onOwnWindow: (() => void) | null;
}

/** What one can do after the browser's window ended without an answer. */
export function WindowTrouble({ issuer, onOwnWindow }: WindowTroubleProps) {
  const t = useT();
  const url = pageOf(issuer);
  if (!url && !onOwnWindow) return null;
  return (
    <div class="buttons">
      {url && (
        <a class="button" href={url} target="_blank" rel="noopener noreferrer">
          {t('openInTab')}
        </a>
      )}
      {onOwnWindow && (
        <button type="button" class="button" onClick={onOwnWindow}>
          {t('useSignInWindow')}
        </button>
      )}
    </div>
  );
}

/** The web page of a typed address, maybe without `https://`; null for anything that is no web page. */
function pageOf(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(
    /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^:]*:\d/.test(text) ? text : `https://${text}`,
  );
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

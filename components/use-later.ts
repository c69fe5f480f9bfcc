import { useEffect, useState } from 'preact/hooks';

/** How long nothing is said about waiting, in ms: what is quicker needs no word. */
const QUIET_MS = 300;

/** True once {@link QUIET_MS} have passed since `since` (ms since the epoch). */
export function useLater(since: number): boolean {
  const [later, setLater] = useState(() => Date.now() - since >= QUIET_MS);
  useEffect(() => {
    const left = QUIET_MS - (Date.now() - since);
    setLater(left <= 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setLater(true), left);
    return () => clearTimeout(timer);
  }, [since]);
  return later;
}

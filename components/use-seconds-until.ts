import { useEffect, useState } from 'preact/hooks';

/** Whole seconds until `until` (ms since the epoch), counted down on screen; 0 once it has passed. */
export function useSecondsUntil(until: number): number {
  const [, tick] = useState(0);
  const left = until - Date.now();
  useEffect(() => {
    if (left <= 0) return;
    // The next time that the shown number changes.
    const timer = setTimeout(() => tick(Date.now()), left % 1000 || 1000);
    return () => clearTimeout(timer);
  });
  return Math.max(0, Math.ceil(left / 1000));
}

import { useEffect, useState } from 'preact/hooks';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { MapPort } from './map-port.ts';

/** By row, whether the browser lets us ask its hosts. Looked up anew with every view. */
export function useAccess(
  page: Pick<MapPort, 'hasOrigins'>,
  rows: readonly ServiceRow[],
): ReadonlyMap<string, boolean> {
  const [access, setAccess] = useState<ReadonlyMap<string, boolean>>(new Map());
  useEffect(() => {
    const now = { gone: false };
    const look = async () => {
      const found = await Promise.all(
        rows.map(async ({ key, origins }) => [key, await page.hasOrigins(origins)] as const),
      );
      if (now.gone) return;
      setAccess((before) => {
        const isSame = before.size === found.length && found.every(([key, has]) => before.get(key) === has);
        return isSame ? before : new Map(found);
      });
    };
    void look();
    return () => {
      now.gone = true;
    };
  }, [page, rows]);
  return access;
}

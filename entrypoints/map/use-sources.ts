import { useEffect, useState } from 'preact/hooks';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import type { MapPort } from './map-port.ts';

/** The saved sources, while somebody chooses among them; null before the worker has told. */
export function useSources(page: Pick<MapPort, 'send'>, wanted: boolean): readonly SavedSource[] | null {
  const [sources, setSources] = useState<readonly SavedSource[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const now = { gone: false };
    void page.send({ command: 'sources' }).then((reply) => {
      if (!now.gone && reply.ok) setSources(reply.view.sources);
    });
    return () => {
      now.gone = true;
    };
  }, [page, wanted]);
  return sources;
}

import { useRef, useState } from 'preact/hooks';
import type { Asked } from '../../components/map/FeatureInfo.tsx';
import type { MapEngine } from '../../lib/map/ports.ts';
import type { Project } from '../../lib/project/model.ts';
import { find } from '../../lib/project/tree.ts';

/** What lies at a place of the map; a newer question ends the older. */
export function useFeatureInfo(engine: Pick<MapEngine, 'featureInfo'>, { tree }: Project) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const under = useRef<AbortController | null>(null);
  const close = () => {
    under.current?.abort();
    setAsked(null);
  };
  const ask = async (pixel: [number, number]) => {
    under.current?.abort();
    const mine = new AbortController();
    under.current = mine;
    const since = Date.now();
    setAsked({ since, found: null });
    const found = await engine.featureInfo(pixel, mine.signal).catch(() => []);
    if (mine.signal.aborted) return;
    const named = found.map((each) => ({ ...each, name: find(tree, each.layerId)?.name ?? '' }));
    setAsked({ since, found: named });
  };
  return { asked, ask: (pixel: [number, number]) => void ask(pixel), close };
}

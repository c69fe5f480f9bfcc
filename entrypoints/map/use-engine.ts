import { useEffect, useRef, useState } from 'preact/hooks';
import type { LayerTrouble, MapEngine } from '../../lib/map/ports.ts';
import type { MapView, TreeNode } from '../../lib/project/model.ts';

interface Told {
  tree: readonly TreeNode[];
  drawn: ReadonlySet<string>;
  /** A layer that is drawn was refused. */
  onRefused: (layerId: string) => void;
  onMoved: (view: MapView) => void;
}

/** Tells the map what to draw, and listens to what becomes of it. */
export function useEngine(engine: MapEngine, { tree, drawn, onRefused, onMoved }: Told) {
  const [loading, setLoading] = useState<ReadonlySet<string>>(new Set());
  const [troubles, setTroubles] = useState<ReadonlyMap<string, LayerTrouble>>(new Map());
  const now = useRef({ drawn, onRefused, onMoved });
  const before = useRef<ReadonlySet<string>>(new Set());
  /** Layers that were taken off the map after something had gone wrong. */
  const failed = useRef(new Set<string>());
  now.current = { drawn, onRefused, onMoved };

  useEffect(
    () =>
      engine.on({
        moved: (view) => now.current.onMoved(view),
        loading: (id, isLoading) =>
          setLoading((all) => {
            if (all.has(id) === isLoading) return all;
            return new Set(isLoading ? [...all, id] : [...all].filter((each) => each !== id));
          }),
        trouble: (id, trouble) => {
          // What was asked before it was taken off says nothing about now.
          if (!now.current.drawn.has(id)) return;
          failed.current.add(id);
          setTroubles((all) => new Map(all).set(id, trouble));
          if (trouble.what === 'refused') now.current.onRefused(id);
        },
        fine: (id) => {
          failed.current.delete(id);
          setTroubles((all) => without(all, [id]));
        },
      }),
    [engine],
  );

  useEffect(() => {
    engine.setLayers(tree, drawn);
    const back = [...drawn].filter((id) => !before.current.has(id) && failed.current.has(id));
    before.current = drawn;
    if (back.length === 0) return;
    for (const id of back) failed.current.delete(id);
    setTroubles((all) => without(all, back));
    engine.refresh(back);
  }, [engine, tree, drawn]);

  return {
    loading,
    troubles,
    again: (id: string) => {
      failed.current.delete(id);
      setTroubles((all) => without(all, [id]));
      engine.refresh([id]);
    },
  };
}

function without<T>(all: ReadonlyMap<string, T>, ids: readonly string[]): ReadonlyMap<string, T> {
  return ids.some((id) => all.has(id)) ? new Map([...all].filter(([id]) => !ids.includes(id))) : all;
}

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code is fetched when it is first drawn; null until it is there. */
export function useLazy<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> | null {
  const [part, setPart] = useState<{ is: ComponentType<P> } | null>(null);
  useEffect(() => {
    let gone = false;
    void load().then((is) => {
      if (!gone) setPart({ is });
    });
    return () => {
      gone = true;
    };
  }, []);
  return part?.is ?? null;
}

import type { Shared } from './layers/kind.ts';
import { LayerFailure } from './trouble.ts';

/** Texts that layers share, each asked once until it is forgotten. What was refused is known to all who wait for it. */
export function sharedTexts(): { get: Shared; forget(url: string): void } {
  const texts = new Map<string, Promise<string>>();
  const get: Shared = async (url, loader) => {
    for (let known = texts.get(url); known !== undefined; known = texts.get(url)) {
      try {
        return await known;
      } catch (error) {
        if (error instanceof LayerFailure) {
          loader.tell(error.trouble);
          throw error;
        }
        // The layer that asked was taken off the map in the middle.
        if (texts.get(url) === known) texts.delete(url);
      }
    }
    const asked = loader.text(url);
    texts.set(url, asked);
    return asked;
  };
  return {
    get,
    forget: (url) => {
      for (const known of [...texts.keys()]) if (known.startsWith(url)) texts.delete(known);
    },
  };
}

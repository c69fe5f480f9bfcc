import type { StorageArea } from '../../lib/platform/ports.ts';

/** A storage area in memory that keeps a list of what was done to it and can be made to fail. */
export interface MemoryArea extends StorageArea {
  items: Map<string, unknown>;
  /** `set a,b`, `remove c`, in order. */
  calls: string[];
  /** Fails each call of these names, as a browser with a full or broken disk does. */
  failing: Set<'get' | 'set' | 'remove'>;
}

/** Values are copied in and out, as the browser does. @param log also gets every call, to compare the order with others'. */
export function memoryArea(start: Record<string, unknown> = {}, log: string[] = []): MemoryArea {
  const items = new Map(Object.entries(structuredClone(start)));
  const calls: string[] = [];
  const failing = new Set<'get' | 'set' | 'remove'>();
  const begin = async (name: 'get' | 'set' | 'remove', text: string) => {
    await Promise.resolve();
    if (failing.has(name)) throw new Error('QUOTA_BYTES quota exceeded');
    if (name !== 'get') {
      calls.push(`${name} ${text}`);
      log.push(`${name} ${text}`);
    }
  };
  return {
    items,
    calls,
    failing,
    get: async (keys) => {
      await begin('get', '');
      const wanted = keys === null ? [...items.keys()] : [keys].flat();
      return structuredClone(
        Object.fromEntries(wanted.flatMap((key) => (items.has(key) ? [[key, items.get(key)]] : []))),
      );
    },
    set: async (added) => {
      await begin('set', Object.keys(added).join(','));
      for (const [key, value] of Object.entries(structuredClone(added))) items.set(key, value);
    },
    remove: async (keys) => {
      await begin('remove', [keys].flat().join(','));
      for (const key of [keys].flat()) items.delete(key);
    },
  };
}

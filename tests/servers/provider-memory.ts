import type { Adapter, AdapterPayload } from 'oidc-provider';

export interface ProviderMemory {
  adapter(name: string): Adapter;
  /** @param kind as the library names it, such as `AccessToken`; everything where it is left out. */
  forget(kind?: string): void;
}

/** Where `oidc-provider` keeps what it gave out: in this process, until it is told to forget. */
export function providerMemory(): ProviderMemory {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>();
  const alive = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key);
    return found && found.until > Date.now() ? found.payload : undefined;
  };
  const findWhere = (
    prefix: string,
    fits: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined => {
    for (const [key, { payload }] of kept) if (key.startsWith(prefix) && fits(payload)) return alive(key);
    return undefined;
  };
  return {
    forget: (kind) => {
      for (const key of kept.keys()) if (kind === undefined || key.startsWith(`${kind}:`)) kept.delete(key);
    },
    adapter: (name) => {
      const keyOf = (id: string): string => `${name}:${id}`;
      return {
        upsert: async (id, payload, seconds = 86_400) =>
          void kept.set(keyOf(id), { payload, until: Date.now() + seconds * 1000 }),
        find: async (id) => alive(keyOf(id)),
        findByUid: async (uid) => findWhere(`${name}:`, (payload) => payload.uid === uid),
        findByUserCode: async (code) => findWhere(`${name}:`, (payload) => payload.userCode === code),
        consume: async (id) => {
          const payload = alive(keyOf(id));
          if (payload) payload.consumed = Math.floor(Date.now() / 1000);
        },
        destroy: async (id) => void kept.delete(keyOf(id)),
        revokeByGrantId: async (grantId) => {
          for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
        },
      };
    },
  };
}

/** Which project this tab is about, known to the tab alone: a reload, a restored or a duplicated tab finds it again. */
export interface ProjectPlace {
  /** Named in the address of the page; null for a fresh tab. */
  named(): string | null;
  /**
   * From now on this tab is about that project, and no longer about the one before.
   * @returns false where another tab is: both would keep it, and one of them lose what it did.
   */
  enter(id: string): Promise<boolean>;
}

/** A page that is reloaded lets go of its project a moment after the new one asks. In ms. */
const LETTING_GO = 500;

/** By the fragment of the page's address, and a lock of the Web Locks API, which goes with its tab however that ends. */
export function createPlace(): ProjectPlace {
  let leave = () => {};
  return {
    named: () => /^#([0-9a-z]{7})$/.exec(location.hash)?.[1] ?? null,
    enter: async (id) => {
      const left = await claim(`project ${id}`);
      if (left === null) return false;
      leave();
      leave = left;
      history.replaceState(null, '', `#${id}`);
      return true;
    },
  };
}

/** @returns what gives the lock back; null where somebody else has it. */
function claim(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), LETTING_GO);
    const hold = () =>
      new Promise<void>((release) => {
        clearTimeout(timer);
        resolve(release);
      });
    navigator.locks.request(name, { signal: waiting.signal }, hold).catch(() => resolve(null));
  });
}

import { neededPatterns, unneededPatterns } from '../../lib/permissions/origins.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { SignIns } from '../../lib/sign-in/sign-ins.ts';
import type { SavedStore } from '../../lib/sources/store.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  permissions: Permissions;
  signIns: SignIns;
  ports: boolean;
}

/** Host access: kept as long as something needs it, given back after. */
export function createAccess({ session, store, permissions, signIns, ports }: Parts) {
  async function needed(): Promise<string[]> {
    const open = [...session.all('row').values()].flatMap((row) => row.origins);
    const waiting = [...session.all('intent').values()].flatMap((intent) => intent.origins);
    const looked = [...session.all('page').values()].flatMap(({ accessible }) => accessible);
    return [...neededPatterns(await store.read(), ports), ...open, ...waiting, ...looked];
  }

  return {
    /** Gives back what no source, no open form and no page in view needs. */
    giveBack: async () => {
      const unneeded = unneededPatterns(await permissions.granted(), await needed());
      if (unneeded.length > 0) await permissions.remove(unneeded);
    },
    /** Host access went away: by our own hand nothing that is needed, else the user's will. */
    afterLoss: async () => {
      await signIns.signOutWithoutAccess();
      await announceChange();
    },
  };
}

export type Access = ReturnType<typeof createAccess>;

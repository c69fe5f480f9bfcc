import { neededPatterns, unneededPatterns } from '../../lib/permissions/needed.ts';
import { ALL_SITES } from '../../lib/permissions/patterns.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { TakingBack } from '../../lib/sign-in/taking-back.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';

/** How long the popup may take to ask for single sites again after all sites were given back, in milliseconds. */
const SWAP_MS = 3000;

/** The same for a choice that the browser may ask the user about, because it never did for these sites. */
const ASKED_SWAP_MS = 30_000;

interface Parts {
  session: Session;
  store: SavedStore;
  permissions: Permissions;
  settings: SettingsStore;
  takingBack: TakingBack;
  /** Host patterns that a test of sources needs while it runs. */
  testing?: { needed(): string[] };
  capabilities: { portsInPatterns: boolean; allSitesTakeSingleOnes: boolean };
}

/** Host access: kept as long as something needs it, given back after. */
export function createAccess({
  session,
  store,
  permissions,
  settings,
  takingBack,
  testing,
  capabilities,
}: Parts) {
  let swapping = false;

  async function needed(): Promise<string[]> {
    const open = [...session.all('row').values()].flatMap((row) => row.origins);
    const waiting = [...session.all('intent').values()].flatMap((intent) => intent.origins);
    const looked = [...session.all('page').values()].flatMap(({ accessible }) => accessible);
    return [
      ...(settings.now().noticeEverywhere ? [ALL_SITES] : []),
      ...neededPatterns(await store.read(), capabilities.portsInPatterns),
      ...open,
      ...waiting,
      ...looked,
      ...(testing?.needed() ?? []),
    ];
  }

  /** Single patterns that are held and needed, if all sites are held beside them and would take them along. */
  async function heldWithAllSites(): Promise<string[] | null> {
    const granted = await permissions.granted();
    if (settings.now().noticeEverywhere) return null;
    if (!capabilities.allSitesTakeSingleOnes || !granted.includes(ALL_SITES)) return null;
    const wanted = new Set(await needed());
    const keep = granted.filter((pattern) => pattern !== ALL_SITES && wanted.has(pattern));
    return keep.length > 0 ? keep : null;
  }

  /** Single patterns that the sign-ins made meanwhile need: beside all sites the browser has asked for none of them. */
  async function keptAfterNoticing(): Promise<string[]> {
    if (!capabilities.allSitesTakeSingleOnes || !settings.now().noticeEverywhere) return [];
    if (!(await permissions.granted()).includes(ALL_SITES)) return [];
    return neededPatterns(await store.read(), capabilities.portsInPatterns);
  }

  /**
   * Gives back what no source, no open form and no page in view needs.
   * @param options.starting a new session has nobody signed in, so that nothing is lost with all sites.
   */
  async function giveBack({ starting = false } = {}): Promise<void> {
    // In a swap our page does it, and takes the single ones again.
    const keepAllSites = swapping || (!starting && (await heldWithAllSites()) !== null);
    const unneeded = unneededPatterns(await permissions.granted(), await needed());
    const given = unneeded.filter((pattern) => !(keepAllSites && pattern === ALL_SITES));
    if (given.length > 0) await permissions.remove(given);
  }

  function expectSwap(within = SWAP_MS): void {
    swapping = true;
    setTimeout(() => {
      swapping = false;
      void giveBack().then(afterLoss);
    }, within);
  }

  async function afterLoss(): Promise<void> {
    if (swapping) return;
    await takingBack.signOutWithoutAccess();
    await announceChange();
  }

  return {
    heldWithAllSites,
    giveBack,
    /** Host access went away: by our own hand nothing that is needed, else the user's will. */
    afterLoss,
    /** The popup gives all sites back and asks for the single ones again in the same click. */
    expectSwap: () => expectSwap(),
    keptAfterNoticing,
    /** *Notice protected map services on all sites* is about to be turned off, by our settings page. */
    noticingEnds: async () => {
      if ((await keptAfterNoticing()).length > 0) expectSwap(ASKED_SWAP_MS);
    },
  };
}

export type Access = ReturnType<typeof createAccess>;

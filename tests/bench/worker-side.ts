import { createRuleApplier } from '../../lib/rules/apply.ts';
import { recognise } from '../../lib/services/recognise.ts';
import { COST, keyFromPassphrase } from '../../lib/vault/derive.ts';
import { openVault } from '../../lib/vault/vault.ts';
import { manySources, rulesOf } from './many-sources.ts';

const SERVICE = 'https://geo.example.com';
const SITE = 'https://maps.example.org';

/** Milliseconds of one update, and what they went to. */
interface UpdateTimes {
  total: number;
  compile: number;
  browser: number;
}

const store = {
  mostRules: chrome.declarativeNetRequest.MAX_NUMBER_OF_UNSAFE_SESSION_RULES,
  getSessionRules: () => chrome.declarativeNetRequest.getSessionRules(),
  updateSessionRules: (update: chrome.declarativeNetRequest.UpdateRuleOptions) =>
    chrome.declarativeNetRequest.updateSessionRules(update),
};

const PASSPHRASE = 'correct horse battery staple';
const PASSKEY = { id: 'cGFzc2tleQ', salt: 'c2FsdA', output: 'A'.repeat(43) };

/** A vault as a worker that just started has it, over the browser's own storage; its key in memory alone. */
function vaultHere() {
  let kept: string | undefined;
  return openVault(chrome.storage.local, {
    read: () => kept,
    write: async (key) => {
      kept = key;
    },
    clear: async () => {
      kept = undefined;
    },
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What the bench runs in a service worker. */
const workerSide = {
  /** Milliseconds of deriving a passphrase's key, of opening so many saved sign-ins without it, and of saving one of them. */
  async vault(count: number, times: number): Promise<{ derive: number[]; unlock: number[]; save: number[] }> {
    await chrome.storage.local.clear();
    const { saved, credentials } = manySources(count, SERVICE, SITE, 'basic');
    const list = [...credentials.values()].map((credential, at) => ({
      credential,
      name: `${saved.accounts[at]?.who}, geo.example.com`,
    }));
    const first = await vaultHere();
    await first.create(PASSPHRASE);
    await first.addPasskey(PASSKEY.id, PASSKEY.salt, PASSKEY.output, 0);
    await first.saveAll(list);
    const measured: { derive: number[]; unlock: number[]; save: number[] } = {
      derive: [],
      unlock: [],
      save: [],
    };
    const salt = crypto.getRandomValues(new Uint8Array(16));
    for (let run = 0; run < times; run++) {
      measured.derive.push(await timed(() => keyFromPassphrase(PASSPHRASE, salt, COST)));
      const vault = await vaultHere();
      measured.unlock.push(await timed(() => vault.unlockWithPasskey(PASSKEY.id, PASSKEY.output)));
      const one = list[(run * 7) % count];
      if (one) measured.save.push(await timed(() => vault.save(one.credential, one.name)));
    }
    await chrome.storage.local.clear();
    return measured;
  },

  /** Changes the password of one of many sources again and again; what was to be removed is removed at the end. */
  async update(
    count: number,
    times: number,
  ): Promise<{ rules: number; first: number; times: UpdateTimes[] }> {
    let browser = 0;
    const rules = createRuleApplier({
      ...store,
      updateSessionRules: async (update) => {
        const start = performance.now();
        await store.updateSessionRules(update);
        browser += performance.now() - start;
      },
    });
    const { saved, credentials, accounts } = manySources(count, SERVICE, SITE, 'basic');
    await rules.clear();
    const begin = performance.now();
    await rules.apply(rulesOf({ saved, credentials, accounts }));
    const first = performance.now() - begin;
    const measured: UpdateTimes[] = [];
    for (let run = 0; run < times; run++) {
      const id = [...credentials.keys()][(run * 7) % count] ?? '';
      const held = credentials.get(id);
      if (held) credentials.set(id, { ...held, secrets: { password: `another-${run}` } });
      browser = 0;
      const start = performance.now();
      const wanted = rulesOf({ saved, credentials, accounts });
      const compiled = performance.now();
      await rules.apply(wanted);
      measured.push({ total: performance.now() - start, compile: compiled - start, browser });
    }
    const installed = (await store.getSessionRules()).length;
    await rules.clear();
    return { rules: installed, first, times: measured };
  },

  /** Installs the rules of so many sources at once. */
  async install(count: number): Promise<{ rules: number; refused: number; ms: number }> {
    const rules = createRuleApplier(store);
    await rules.clear();
    const wanted = rulesOf(manySources(count, SERVICE, SITE, 'basic'));
    const start = performance.now();
    const { tooManySourceIds } = await rules.apply(wanted);
    const time = performance.now() - start;
    const installed = (await store.getSessionRules()).length;
    await rules.clear();
    return { rules: installed, refused: tooManySourceIds.length, ms: time };
  },

  /** Milliseconds for all of the URLs, each time. */
  recognise(urls: string[], times: number): { found: number; times: number[] } {
    let found = 0;
    const measured = Array.from({ length: times }, () => {
      found = 0;
      const start = performance.now();
      for (const url of urls) if (recognise(url) !== null) found += 1;
      return performance.now() - start;
    });
    return { found, times: measured };
  },
};

export type WorkerSide = typeof workerSide;

Object.assign(globalThis, { workerSide });

import type { ProviderTools, QuietTools } from '../../lib/auth/method.ts';
import type { SignedRequest } from '../../lib/rules/request.ts';
import { memoryArea } from './memory-area.ts';
import { ISSUER, type MemoryProvider, memoryProvider } from './memory-provider.ts';
import { PASSKEY, PASSPHRASE } from './remembered.ts';
import { ruleMemory } from './rule-memory.ts';
import { service } from './service.ts';
import { type Kept, seenRow, signInWorld } from './sign-in-world.ts';

export const CLIENT_SECRET = 'planted-client-secret-9c1';
export const PROVIDER_PASSWORD = 'pr0vider-pass';

type Habits = Parameters<typeof memoryProvider>[0];

interface Person {
  who?: string;
  method?: 'oauth' | 'clientCredentials' | 'passwordGrant';
  fields?: Record<string, string>;
  remember?: boolean;
  row?: ReturnType<typeof seenRow>;
  replaces?: string | null;
  isWanted?: () => boolean;
  tools?: Partial<ProviderTools>;
}

let vault: Promise<{ local: Record<string, unknown>; memory: Record<string, unknown> }> | null = null;

/** An open vault with nothing in it. Made once: the passphrase takes its time. */
function emptyVault() {
  vault ??= (async () => {
    const made = await signInWorld(service(() => ({})).ask);
    await made.session.set('marker', '', true);
    await made.vault.create(PASSPHRASE);
    await made.vault.addPasskey(PASSKEY.id, PASSKEY.salt, PASSKEY.output, 1);
    return { local: Object.fromEntries(made.local.items), memory: Object.fromEntries(made.memory.items) };
  })();
  return vault;
}

/** A worker over what the browser keeps, with a provider and a map service that asks it about every token. */
export async function oauthWorker(kept: Kept, provider: MemoryProvider) {
  let silent: string | null = null;
  let patience = Promise.resolve();
  const asked: SignedRequest[] = [];
  const reply = service(({ headers }) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(new Headers(headers).get('authorization') ?? '') ?? [];
    return provider.isGood(token) ? {} : { status: 401, challenge: 'Bearer realm="geo"' };
  });
  const silently: string[] = [];
  const reach: Partial<QuietTools> = {
    fetch: provider.fetch,
    now: () => provider.clock.now,
    authorizeSilently: async (url) => {
      silently.push(url);
      return silent === null ? null : provider.authorize(url, silent);
    },
  };
  const ask: typeof reply.ask = async (request) => {
    asked.push(request);
    await patience;
    return reply.ask(request);
  };
  const world = await signInWorld(ask, kept, reach);
  let sites: ReadonlySet<string> = new Set();
  world.hooks.changed = () => world.recheck.openSites(sites);
  const ids = async () => {
    const { accounts, sources } = await world.store.read();
    return { accountId: accounts[0]?.id ?? '', sourceId: sources[0]?.id ?? '' };
  };
  return {
    ...world,
    ...{ kept, provider, ask, asked, silently, ids },
    /** From now on the map service's answers wait. */
    holdService: () => {
      let letGo = () => {};
      patience = new Promise((resolve) => {
        letGo = resolve;
      });
      return { letGo: () => letGo() };
    },
    /** Whose session lives in the provider's own cookies; null for nobody's. */
    atProvider: (who: string | null) => {
      silent = who;
    },
    /** Somebody signs in through the provider's pages. */
    signIn: (person: Person = {}) => {
      const { who = 'anna', method = 'oauth', fields = {}, remember = false, row = seenRow() } = person;
      const tools: ProviderTools = {
        ...world.quiet,
        signal: new AbortController().signal,
        mayAsk: async () => undefined,
        authorize: async (url) => provider.authorize(url, who),
        askForCode: async (url) => new URL(provider.authorize(url, who)).searchParams.get('code') ?? '',
        ...person.tools,
      };
      const draft = {
        method,
        fields: {
          ...{
            issuer: ISSUER,
            clientId: 'maps',
            scopes: 'maps',
            clientSecret: CLIENT_SECRET,
            tokenScheme: 'Bearer',
          },
          ...(method === 'oauth' ? { identity: 'userinfo' } : {}),
          ...(method === 'passwordGrant' ? { username: who, password: PROVIDER_PASSWORD } : {}),
          ...fields,
        },
        acceptPlainHttp: false,
        remember,
      };
      const { isWanted = () => true, replaces = null } = person;
      return world.signIns.signIn(row, draft, [], replaces, isWanted, tools);
    },
    /** The tokens that the browser's rules send now. */
    injected: () => tokensIn(kept.browserRules.rules),
    /** The status of the first account. */
    status: async () => {
      const state = world.session.get('account', (await ids()).accountId);
      return state && [state.status, state.why];
    },
    /** Opens the vault, and what it holds is proven for the sites that are open. */
    unlock: () => world.unlocking.unlockWithPasskey(PASSKEY.id, PASSKEY.output),
    pass: (ms: number) => {
      provider.clock.now += ms;
    },
    /** The worker is waked up, as by the alarm; these sites are open. */
    wake: async (open: readonly string[] = []) => {
      sites = new Set(open);
      await world.renewals.run();
    },
  };
}

export type OAuthWorld = Awaited<ReturnType<typeof oauthWorker>>;

/** A browser whose vault is open, with nobody signed in. */
export async function oauthWorld(habits: Habits = {}): Promise<OAuthWorld> {
  const { local, memory } = await emptyVault();
  const log: string[] = [];
  const areas = { local: memoryArea(local, log), memory: memoryArea(memory, log) };
  return oauthWorker({ log, ...areas, browserRules: ruleMemory(log) }, memoryProvider(habits));
}

/** Signed in, with nothing asked since. */
export async function signedInByToken(habits: Habits = {}, person: Person = {}) {
  const made = await oauthWorld(habits);
  await made.signIn(person);
  const start = made.provider.clock.now;
  made.provider.requests.length = 0;
  return { ...made, start, alarm: () => made.renewalAlarms.at(-1) };
}

/** Signed in: one token is sent, and the provider knows it. */
export function isAlive({ injected, provider }: OAuthWorld): boolean {
  const [token, ...others] = injected();
  return token !== undefined && others.length === 0 && provider.isGood(token);
}

/** The browser has stopped the worker and starts another one, as `start.ts` does. */
export async function nextOAuthWorker({ kept, provider }: OAuthWorld, open: readonly string[] = []) {
  const made = await oauthWorker(kept, provider);
  await made.locking.afterStart();
  await made.recheck.afterStart();
  await made.takingBack.afterStart();
  await made.renewals.afterStart();
  await made.wake(open);
  await made.installed.sync();
  return made;
}

/** Tokens that rules set, each once. Header names have no case. */
function tokensIn(rules: Kept['browserRules']['rules']): string[] {
  const headers = [...rules.values()].flatMap(({ action }) => action.requestHeaders ?? []);
  const tokens = headers.filter(({ header }) => header.toLowerCase() === 'authorization');
  return [...new Set(tokens.flatMap(({ value }) => /^Bearer (\S+)$/.exec(value ?? '')?.[1] ?? []))];
}

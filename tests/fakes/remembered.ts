import { byPerson, draft, SECOND, yes } from './anna.ts';
import { memoryArea } from './memory-area.ts';
import { ruleMemory } from './rule-memory.ts';
import { service } from './service.ts';
import { injectedValues, type Kept, seenRow, signInWorld } from './sign-in-world.ts';

export const PASSPHRASE = 'correct horse battery';
/** Opens the vault as well, without the half second that the passphrase takes. */
export const PASSKEY = { id: 'cGFzc2tleQ', salt: 'c2FsdHNhbHQ', output: 'A'.repeat(43) };
export const BEN_PASSWORD = 'b3n';

type Reply = typeof byPerson;

interface Start {
  local: Record<string, unknown>;
  memory: Record<string, unknown>;
  rules: ReturnType<typeof ruleMemory>['rules'];
  annaId: string;
  benId: string;
  sourceId: string;
  secondId: string;
}

let first: Promise<Start> | null = null;

/** Anna is remembered at one service, Ben signed in at another until the browser closes; the vault is open. Made once. */
function start(): Promise<Start> {
  first ??= make();
  return first;
}

async function make(): Promise<Start> {
  const made = await signInWorld(service(byPerson).ask);
  await made.session.set('marker', '', true);
  await made.vault.create(PASSPHRASE);
  await made.vault.addPasskey(PASSKEY.id, PASSKEY.salt, PASSKEY.output, 1);
  await made.signIns.signIn(seenRow(), { ...draft(), remember: true }, [], null, yes);
  await made.signIns.signIn(seenRow({ base: SECOND }), draft('ben', BEN_PASSWORD), [], null, yes);
  const { accounts, sources } = await made.store.read();
  return {
    local: Object.fromEntries(made.local.items),
    memory: Object.fromEntries(made.memory.items),
    rules: made.browserRules.rules,
    annaId: accounts[0]?.id ?? '',
    benId: accounts[1]?.id ?? '',
    sourceId: sources[0]?.id ?? '',
    secondId: sources[1]?.id ?? '',
  };
}

async function worldOver(kept: Kept, reply: Reply) {
  const made = service(reply);
  let patience = Promise.resolve();
  const ask: typeof made.ask = async (request) => {
    const answer = await made.ask(request);
    await patience;
    return answer;
  };
  const { asked } = made;
  /** From now on the service's answers wait for `answer`. */
  const holdAnswers = () => {
    let answer = () => {};
    patience = new Promise((resolve) => {
      answer = resolve;
    });
    return { answer: () => answer() };
  };
  const { annaId, benId, sourceId, secondId } = await start();
  const world = await signInWorld(ask, kept);
  return {
    ...world,
    ...{ ask, asked, holdAnswers, annaId, benId, sourceId, secondId },
    injected: () => injectedValues(kept.browserRules.rules),
    /** Opens the vault by its passkey. */
    open: () => world.unlocking.unlockWithPasskey(PASSKEY.id, PASSKEY.output),
  };
}

export type RememberedWorld = Awaited<ReturnType<typeof worldOver>>;

/** Anna remembered and signed in, Ben until the browser closes. */
export async function unlockedWorld(reply: Reply = byPerson): Promise<RememberedWorld> {
  const { local, memory, rules } = await start();
  const log: string[] = [];
  const browserRules = ruleMemory(log);
  browserRules.rules = new Map(structuredClone([...rules]));
  return worldOver(
    { log, local: memoryArea(local, log), memory: memoryArea(memory, log), browserRules },
    reply,
  );
}

/** The browser was closed and is open again: Anna is locked, Ben has to sign in. */
export async function lockedWorld(
  reply: Reply = byPerson,
  local?: Record<string, unknown>,
): Promise<RememberedWorld> {
  const log: string[] = [];
  const area = memoryArea(local ?? (await start()).local, log);
  const memory = memoryArea({ 'marker:': true }, log);
  return worldOver({ log, local: area, memory, browserRules: ruleMemory(log) }, reply);
}

/** The browser has stopped the worker and starts another one, as `start.ts` does. */
export async function nextWorker(kept: Kept, reply: Reply = byPerson): Promise<RememberedWorld> {
  const { log, local, memory, browserRules } = kept;
  const made = await worldOver({ log, local, memory, browserRules }, reply);
  await made.locking.afterStart();
  await made.recheck.afterStart();
  await made.takingBack.afterStart();
  await made.installed.sync();
  return made;
}

/** Everything in memory as text, to search for secrets. */
export const textOf = (area: { items: Map<string, unknown> }): string => JSON.stringify([...area.items]);

/** Keys of sealed sign-ins on the disk. */
export const entriesOf = (area: { items: Map<string, unknown> }): string[] =>
  [...area.items].flatMap(([key, value]) =>
    key.startsWith('vault:') && value !== null ? [key.slice(6)] : [],
  );

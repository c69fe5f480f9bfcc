import { basicOf } from '../../../demo/answers.ts';
import { until } from '../drivers/wait.ts';
import { fetchFrom, type Scene } from './scene.ts';
import { type Desk, openDesk } from './vault-desk.ts';
import { urlOf } from './vault-steps.ts';

/** What the vault holds; null for no vault, and for no entry in it. */
export interface Holding {
  passphrase: string | null;
  password: number | null;
}

const NOTHING: Holding = { passphrase: null, password: null };
export const PATH = '/one/wms';
const passwordOf = (n: number) => `storm-password-${n}-ß`;
const numberOf = (password: string) => Number(/^storm-password-(\d+)-ß$/.exec(password)?.[1] ?? Number.NaN);

/** Everything that a browser killed now may have left behind: what was confirmed last, and what is under way. */
export class Truth {
  possible: Holding[] = [NOTHING];
  /** How many changes were confirmed. */
  confirmed = 0;
  private serial = 0;

  /** What is there, where nothing is under way. */
  get now(): Holding {
    return this.possible[0] ?? NOTHING;
  }

  nextNumber(): number {
    this.serial += 1;
    return this.serial;
  }

  /** Does what makes `after` of what is there. */
  async step(after: Partial<Holding>, work: () => Promise<unknown>): Promise<void> {
    const next = { ...this.now, ...after };
    this.possible = [this.now, next];
    await work();
    this.possible = [next];
    this.confirmed += 1;
  }
}

/** One step after the other, until the browser dies. The first call begins. */
export type Storm = (desk: Desk, truth: Truth) => () => Promise<void>;

/** The password is changed again and again. */
export const changing: Storm = (desk, truth) => () => {
  const n = truth.nextNumber();
  return truth.step({ password: n }, () => desk.changePassword(passwordOf(n)));
};

/** The first passphrase, the first sign-in that is remembered, and all of it deleted again. */
export const firstTime: Storm = (desk, truth) => {
  let n = 0;
  const steps = [
    () => truth.step(NOTHING, () => desk.order({ command: 'deleteVault' })),
    () => {
      n = truth.nextNumber();
      return desk.signIn(passwordOf(n), false);
    },
    () => {
      const passphrase = `first passphrase ${n} ünïcödé`;
      return truth.step({ passphrase }, () => desk.order({ command: 'createVault', passphrase }));
    },
    () => truth.step({ password: n }, desk.remember),
  ];
  let at = 0;
  return async () => {
    await steps[at % steps.length]?.();
    at += 1;
  };
};

/** The passphrase is changed again and again. */
export const rewrapping: Storm = (desk, truth) => () => {
  const next = `changed passphrase ${truth.nextNumber()} ünïcödé`;
  const current = truth.now.passphrase ?? '';
  return truth.step({ passphrase: next }, () => desk.order({ command: 'changePassphrase', current, next }));
};

/** Locked, unlocked, another password, and so on. */
export const locking: Storm = (desk, truth) => {
  const steps = [
    () => desk.order({ command: 'lock' }),
    async () => {
      await desk.order({ command: 'unlock', passphrase: truth.now.passphrase ?? '' });
      await signedIn(desk);
    },
    () => changing(desk, truth)(),
  ];
  let at = 0;
  return async () => {
    await steps[at % steps.length]?.();
    at += 1;
  };
};

const signedIn = (desk: Desk) =>
  until('the row to be signed in', async () => (await desk.row()).status === 'signedIn');

/** Makes the vault with one entry, where it is not there yet. */
export async function prepare(desk: Desk, truth: Truth): Promise<void> {
  const passphrase = 'the passphrase before the storm ünïcödé';
  if (truth.now.passphrase === null) {
    await truth.step({ passphrase }, () => desk.order({ command: 'createVault', passphrase }));
  }
  if (truth.now.password === null) {
    const n = truth.nextNumber();
    await truth.step({ password: n }, () => desk.signIn(passwordOf(n), true));
  }
}

/**
 * Runs a storm and kills the browser (`kill -9`) some time after so many confirmed steps.
 * @param ms milliseconds after the last of them.
 */
export async function killAmid(
  made: Scene,
  step: () => Promise<void>,
  moment: { steps: number; ms: number },
): Promise<void> {
  const killing: Promise<void>[] = [];
  let isOver = false;
  const end = () => {
    isOver = true;
    killing.push(made.browser.kill());
  };
  for (let done = 0; !isOver; done++) {
    if (done === moment.steps) setTimeout(end, moment.ms);
    await step().catch((error: unknown) => {
      if (!isOver) throw error;
    });
  }
  await Promise.all(killing);
}

/**
 * Starts the browser again and opens the vault with one of the passphrases that are possible.
 * @returns what it held, by what the server is shown, and anything that had to be said about it.
 */
export async function findAfter(
  made: Scene,
  truth: Truth,
): Promise<{ found: Holding; notice: string | null; carriedBefore: string | null; desk: Desk }> {
  await made.restart();
  const desk = await openDesk(made, PATH);
  const carriedBefore = await shownTo(made, desk);
  const { vault, remembered } = await desk.settings();
  let passphrase: string | null = null;
  if (vault.state !== 'none') {
    for (const each of new Set(truth.possible.flatMap((holding) => holding.passphrase ?? []))) {
      if ((await desk.refusal({ command: 'unlock', passphrase: each })) !== null) continue;
      passphrase = each;
      break;
    }
    if (passphrase === null) throw new Error(`The vault is ${vault.state} and no passphrase opens it`);
  }
  let password: number | null = null;
  if (remembered > 0) {
    await signedIn(desk);
    // The status is set a moment before the rule is.
    password = numberOf(await until('a request that is signed', () => shownTo(made, desk)));
  }
  const { notice } = await desk.view();
  return { found: { passphrase, password }, notice: notice?.code ?? null, carriedBefore, desk };
}

/** The password that the page's next request brings; null for none. */
async function shownTo(made: Scene, { page }: Desk): Promise<string | null> {
  made.service.clear();
  await fetchFrom(page, urlOf(made, PATH));
  const [request] = made.service.requests;
  return (request && basicOf(request)?.password) ?? null;
}

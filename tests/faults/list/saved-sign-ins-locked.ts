import type { Fault } from '../faults.ts';

const LOCKING = 'lib/sign-in/locking.ts';
const LOCKED = 'tests/unit/sign-in/locking.test.ts';
const RACES = 'tests/unit/sign-in/locking-races.test.ts';
const DEADLINE = 'tests/unit/sign-in/deadline.test.ts';
const RECHECK = 'lib/sign-in/recheck.ts';
const UNLOCKING = 'tests/unit/sign-in/unlocking.test.ts';
const inBrowser = (name: string) => `tests/e2e/vault-locking.test.ts :: ${name}`;

/** Promise 6, for what is remembered. */
const GONE: Omit<Fault, 'promise'>[] = [
  {
    what: 'Locking leaves the rules',
    file: LOCKING,
    find: '      installed.withdraw,\n',
    replace: '',
    tests: [LOCKED, inBrowser('the button')],
  },
  {
    what: 'Locking leaves the key in the memory of the session',
    file: LOCKING,
    find: '      vault.lock,\n',
    replace: '',
    tests: [LOCKED, inBrowser('the button')],
  },
  {
    what: 'Locking leaves the credentials',
    file: LOCKING,
    find: '      () => credentials.drop(held.map(([id]) => id)),\n',
    replace: '',
    tests: [LOCKED, inBrowser('the button')],
  },
  {
    what: 'Locking drops the credentials before the rules',
    file: LOCKING,
    find: '      installed.withdraw,\n      vault.lock,\n      () => credentials.drop(held.map(([id]) => id)),\n',
    replace:
      '      () => credentials.drop(held.map(([id]) => id)),\n      installed.withdraw,\n      vault.lock,\n',
    tests: [`${LOCKED} :: rules go before the key`],
  },
  {
    what: 'A step of locking that fails keeps the next ones from being done',
    file: LOCKING,
    find: 'for (const step of steps) await step().catch((error: unknown) => failures.push(error));',
    replace: 'for (const step of steps) await step();',
    tests: [`${LOCKED} :: memory that fails`, `${LOCKED} :: fails to take its rules away`],
  },
  {
    what: 'A locking that was interrupted is not ended by the next worker',
    file: LOCKING,
    find: "if (session.get('locking', '')) return lockAll();",
    replace: '',
    tests: [`${LOCKED} :: a worker that is stopped between any two steps of locking`],
  },
  {
    what: 'The time that is over is not looked at',
    file: LOCKING,
    find: 'if (isOverdue(deadline, now())) {',
    replace: 'if (isOverdue(deadline, 0)) {',
    tests: [DEADLINE, inBrowser('a worker that wakes finds the time over')],
  },
  {
    what: 'The time that is over is looked at by the alarm alone, and not at what else happens',
    file: 'entrypoints/background/start.ts',
    find: 'if (await worker.locking.check()) {',
    replace: 'if (await Promise.resolve(false)) {',
    tests: [inBrowser('a worker that is awake looks whether the time is over')],
  },
  {
    what: 'A clock that is set back keeps everything open',
    file: LOCKING,
    find: 'if (deadline > now() + limit) await setDeadline(now() + limit);',
    replace: '',
    tests: [`${DEADLINE} :: a clock that is set back`],
  },
  {
    what: 'The locked computer locks nothing',
    file: LOCKING,
    find: 'if (settings.now().lockWithComputer || isOnShared()) await lockAll();',
    replace: '',
    tests: [`${LOCKED} :: the computer was locked`],
  },
  {
    what: 'On a shared computer sign-ins until the browser closes stay',
    file: LOCKING,
    find: 'const lockAll = () => parts.inTurn(() => lockNow(isOnShared()));',
    replace: 'const lockAll = () => parts.inTurn(() => lockNow(false));',
    tests: [`${LOCKED} :: on a shared computer everything ends`],
  },
  {
    what: 'On a shared computer no time is set for them',
    file: 'lib/vault/auto-lock.ts',
    find: 'const minutes = sharedComputer',
    replace: 'const minutes = sharedComputer && lockAfterMinutes !== null',
    tests: ['tests/unit/vault/auto-lock.test.ts'],
  },
  {
    what: 'A sign-in to be remembered goes on until the browser closes when it is answered after locking',
    file: 'lib/sign-in/sign-ins.ts',
    find: "if (toFailure(error).code !== 'storageFailed') throw error;",
    replace: 'void toFailure(error);',
    tests: [`${RACES} :: a sign-in to be remembered, answered after the lock`],
  },
  {
    what: 'A remembered sign-in comes back when its use elsewhere is answered after locking or signing out',
    file: 'lib/sign-in/sign-ins.ts',
    find: `if (now === undefined && credentials.isRemembered(accountId)) throw new AppError('vaultLocked');
      if (!isWanted() || now?.secrets !== secrets) return;
      const remember = now.remembered;`,
    replace: 'const remember = now?.remembered ?? false;\n      if (!isWanted()) return;',
    tests: [
      `${RACES} :: a remembered sign-in used at one more service, answered after the lock`,
      `${RACES} :: signed out while it was being used at one more service`,
    ],
  },
  {
    what: 'What is learned of a saved password after locking brings it back',
    file: RECHECK,
    find: 'if (credentials.get(accountId)?.secrets !== held.secrets) return;',
    replace: '',
    tests: [`${RACES} :: locked before the service has answered the recheck`],
  },
];

/** Promise 4, for what comes back from the vault. */
const ONE_ATTEMPT: Omit<Fault, 'promise'>[] = [
  {
    what: 'Opening signs in without having asked the service',
    file: 'lib/sign-in/unlocking.ts',
    find: "if (!refused) return { status: 'notChecked', why: null };",
    replace: "if (!refused) return { status: 'signedIn', why: null };",
    tests: [`${UNLOCKING} :: nothing is injected before it was proven`],
  },
  {
    what: 'A saved password that was refused is tried again at the next opening',
    file: 'lib/sign-in/unlocking.ts',
    find: "if (!refused) return { status: 'notChecked', why: null };",
    replace: "return { status: 'notChecked', why: null };",
    tests: [`${UNLOCKING} :: refused: said, and not tried by itself`],
  },
  {
    what: 'That a saved password was refused is not written down',
    file: RECHECK,
    find: 'if (isAboutSecret && refused !== (held.refused ?? false)) await keep({ ...held, refused });',
    replace: 'void [isAboutSecret, keep];',
    tests: [`${UNLOCKING} :: refused: said, and not tried by itself`],
  },
  {
    what: 'Services of sites that are not open are asked',
    file: RECHECK,
    find: ' || !grant.topSites.some((site) => open.has(site))',
    replace: '',
    tests: [`${UNLOCKING} :: only sites that are open are asked about`],
  },
  {
    what: 'Services are asked without host access',
    file: RECHECK,
    find: 'if (isTaken(next) || !(await mayAsk(next)) || isTaken(next)) continue;',
    replace: 'await mayAsk(next);\n          if (isTaken(next)) continue;',
    tests: [`${UNLOCKING} :: only sites that are open are asked about`],
  },
  {
    what: 'Two pages that open at once ask twice',
    file: RECHECK,
    find: "if (!held || before === 'signingIn') return null;\n    const isIn = quietly && before === 'signedIn';\n    const during = isIn ? 'signedIn' : 'signingIn';\n    if (!isIn) await setAccount(account.id, { status: 'signingIn', why: null });",
    replace:
      "if (!held) return null;\n    const isIn = quietly && before === 'signedIn';\n    const during = isIn ? 'signedIn' : 'notChecked';",
    tests: [`${UNLOCKING} :: asked about once, also by two pages at once`],
  },
  {
    what: 'A portal in between counts as a refused password',
    file: 'lib/sign-in/proving.ts',
    find: "if (!ABOUT_THE_SECRET.includes(code)) return { status: 'unreachable', why: 'notAnswering' };",
    replace: 'void ABOUT_THE_SECRET;',
    tests: [`${UNLOCKING} :: a portal in between`],
  },
];

export const SAVED_SIGN_INS_LOCKED: Fault[] = [
  ...GONE.map((fault) => ({ promise: 'Locked means gone', ...fault })),
  ...ONE_ATTEMPT.map((fault) => ({ promise: 'Accounts are not locked', ...fault })),
];

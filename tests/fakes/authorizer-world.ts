import { expect, vi } from 'vitest';
import type { Rule } from '../../lib/platform/ports.ts';
import { createAuthorizer } from '../../lib/sign-in/authorizer.ts';
import { eventually } from './eventually.ts';
import { service } from './service.ts';
import { signInWindows } from './sign-in-windows.ts';
import { type Kept, signInWorld } from './sign-in-world.ts';

export const PROVIDER_PAGE = 'https://id.example.org/authorize?client_id=maps&state=planted-state';
export const REDIRECT = 'http://127.0.0.1:7070/';
export const ANSWER = `${REDIRECT}?code=planted-code&state=planted-state`;

/** What takes people to providers, over windows in memory and the real rules and session. */
export async function authorizerWorld(kept: Partial<Kept> = {}) {
  const world = await signInWorld(service(() => ({})).ask, kept);
  const windows = signInWindows(world.log);
  const syncRules = vi.fn(world.installed.sync);
  const authorizer = createAuthorizer({ port: windows.port, session: world.session, syncRules });
  const end = new AbortController();
  const { log, local, memory, browserRules } = world;
  return {
    ...{ ...world, ...windows, authorizer, syncRules, end },
    kept: { log, local, memory, browserRules } satisfies Kept,
    ask: (redirect: string | null = REDIRECT) => outcome(authorizer.ask(PROVIDER_PAGE, redirect, end.signal)),
    rules: (): Rule[] => [...browserRules.rules.values()],
    /** The newest window, once so many have shown a page. */
    opened: async (count = 1) => {
      await eventually(() => windows.windows.filter(({ shown }) => shown.length > 0).length).toBe(count);
      const last = windows.windows.at(-1);
      if (!last) throw new Error('No window.');
      return last;
    },
  };
}

/** What became of it: the answer, or the failure's code; `not told` where it is no failure of ours. */
export function outcome(work: Promise<string>): Promise<string> {
  return work.catch((error: { code?: string }) => error.code ?? 'not told');
}

/** As before: no window, no rule, nothing kept, nobody watching. */
export function expectNothingLeft({
  windows,
  rules,
  session,
  memory,
}: Awaited<ReturnType<typeof authorizerWorld>>): void {
  expect(windows.filter(({ closed, watching }) => !closed || watching > 0)).toEqual([]);
  expect(rules()).toEqual([]);
  expect(session.all('window').size).toBe(0);
  expect(JSON.stringify([...memory.items])).not.toContain('7070');
}

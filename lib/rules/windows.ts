import type { CompiledRule } from './compile.ts';
import { escapeRegex } from './conditions.ts';

/** Above everything else: an answer that leaves the browser is a code in somebody else's hands. */
const PRIORITY = 2_000_000;

/**
 * Rules for our own sign-in windows: the navigation to the redirect URI is stopped in that tab before it leaves the browser,
 * and nowhere else. Pure.
 */
export function windowRules(windows: readonly { tabId: number; redirect: string }[]): CompiledRule[] {
  return windows.flatMap(({ tabId, redirect }) => {
    const { origin, pathname } = new URL(redirect);
    return [
      {
        sourceId: null,
        rule: {
          priority: PRIORITY,
          action: { type: 'block' as const },
          condition: {
            // Exactly there: a provider's own pages may stand below the same address.
            regexFilter: `^${escapeRegex(origin + pathname)}(?:[?#]|$)`,
            isUrlFilterCaseSensitive: true,
            tabIds: [tabId],
            resourceTypes: ['main_frame' as const],
          },
        },
      },
    ];
  });
}

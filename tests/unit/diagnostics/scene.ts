import type { DiagnosticsParts } from '../../../lib/diagnostics/view.ts';
import { newGuard } from '../../../lib/guard/state.ts';
import type { Rule } from '../../../lib/platform/ports.ts';
import { type CompiledRule, compileRules } from '../../../lib/rules/compile.ts';
import type { Injection } from '../../../lib/rules/injection.ts';
import { account, destination, PREFIX, saved, source } from '../../fakes/records.ts';

export const NOW = Date.UTC(2026, 4, 3, 12);

/** Compiled rules as the browser has them. */
export function installed(rules: readonly CompiledRule[]): Rule[] {
  return rules.map(({ rule }, index) => ({ ...rule, id: index + 1 }));
}

/** The rules of one sign-in at the source of `records.ts`. */
export function rulesFor(injection: Injection, more: Parameters<typeof destination>[0] = {}): Rule[] {
  const placement = { destination: destination(more), injection };
  return installed(
    compileRules([placement], { topDomains: true, allowed: ['below.maps.example.org'], ownHost: 'layerkey' }),
  );
}

export const HEADER: Injection = {
  kind: 'headers',
  headers: [{ name: 'authorization', value: 'Basic YTpi' }],
};

/** One person signed in by password at one service, and everything that the page is made of. */
export function parts(more: Partial<DiagnosticsParts> = {}): DiagnosticsParts {
  return {
    versions: { extension: '0.1.0', manifest: '3', browser: 'Chromium 156', system: 'linux x86-64' },
    permissions: { hosts: ['https://maps.example.org/*', 'https://geo.example.com/*'], api: ['storage'] },
    rules: rulesFor(HEADER),
    saved: saved({ sources: [source({ urls: [PREFIX] })], accounts: [account()] }),
    accounts: new Map([['accoun1', { status: 'signedIn', why: null, since: NOW }]]),
    guards: new Map([['accoun1', { ...newGuard(NOW), round: 3 }]]),
    settings: {
      ...{ lockAfterMinutes: 15, lockWithComputer: true, sharedComputer: false, noticeEverywhere: false },
      hiddenWarnings: [{ host: 'old.example.com', kind: 'expired', at: NOW }],
    },
    events: [
      { at: NOW, code: 'signedIn', host: 'geo.example.com', detail: '', times: 1 },
      { at: NOW + 1000, code: 'refused', host: 'geo.example.com', detail: '401', times: 3 },
    ],
    ...more,
  };
}

export { PREFIX };

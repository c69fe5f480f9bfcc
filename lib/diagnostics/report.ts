import type {
  AccountLine,
  DiagnosticEvent,
  DiagnosticsView,
  RuleLine,
  SourceRules,
} from '../messages/diagnostics-view.ts';
import { MASK } from './mask.ts';

/**
 * The diagnostics as text for a bug report: English, times in UTC, the same text for the same view. It has what the view has,
 * so no secret and nobody's name. Pure.
 */
export function reportText(view: DiagnosticsView): string {
  const { versions, permissions, sources, accounts, settings, events } = view;
  const rules = sources.flatMap(sourceLines);
  const parts: [string, string[]][] = [
    [
      'Versions',
      [
        `Layerkey ${versions.extension} (manifest ${versions.manifest})`,
        `${versions.browser}, ${versions.system}`,
      ],
    ],
    ['Permissions', [`api: ${list(permissions.api)}`, `hosts: ${list(permissions.hosts)}`]],
    ['Rules by source', rules],
    ['Sign-ins', accounts.map(accountLine)],
    [
      'Settings',
      Object.entries(settings).map(([name, value]) => `${name}: ${list([value].flat().map(String))}`),
    ],
    ['Events, newest first', [...events].reverse().map(eventLine)],
  ];
  return `${parts.map(([title, lines]) => [title, ...indented(lines.length > 0 ? lines : ['none'])].join('\n')).join('\n\n')}\n`;
}

const list = (texts: readonly string[]) => texts.join(', ') || 'none';
const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function sourceLines({ hosts, kinds, rules }: SourceRules): string[] {
  const title = hosts.length > 0 ? `${hosts.join(', ')} (${kinds.join(', ')})` : 'no source';
  return [title, ...rules.flatMap(ruleLines)];
}

function ruleLines(rule: RuleLine): string[] {
  const { filters, initiators, notInitiators, topDomains, types, methods, count } = rule;
  const conditions: [string, readonly string[]][] = [
    ['from', initiators],
    ['not from', notInitiators],
    ['page on top', topDomains],
    ['types', types],
    ['methods', methods],
  ];
  const given = conditions.filter(([, texts]) => texts.length > 0);
  return [
    `  ${doing(rule)} (${count})`,
    ...indented(indented(filters)),
    `    ${given.map(([name, texts]) => `${name}: ${texts.join(', ')}`).join('; ') || 'always'}`,
  ];
}

/** Values are never among the names: a mask stands for each. */
function doing({ does, names }: RuleLine): string {
  const valued = (between: string) => names.map((name) => `${name}${between}${MASK}`).join(', ');
  const words = {
    headers: `sets ${valued(': ')}`,
    parameters: `adds ${valued('=')}`,
    path: `rewrites the path: ${MASK}`,
    block: 'block',
    allow: 'leaves as it is',
    signed: 'leaves signed addresses as they are',
    disguised: 'leaves disguised addresses as they are',
    other: 'does something else',
  };
  return words[does];
}

function accountLine({ hosts, method, status, why, since, guard }: AccountLine): string {
  const words = [
    list(hosts),
    method,
    [status ?? 'no status', why].filter(Boolean).join(' '),
    since > 0 ? `since ${timeOf(since)}` : '',
    guard ? `guard ${guard.mode}, round ${guard.round}` : '',
  ];
  return words.filter(Boolean).join(' | ');
}

function eventLine({ at, code, host, detail, times }: DiagnosticEvent): string {
  const words = [timeOf(at), code, host, detail, times > 1 ? `${times} times` : ''];
  return words.filter(Boolean).join(' ');
}

/** ISO 8601, UTC. A clock may say anything. */
function timeOf(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? 'unknown time' : time.toISOString();
}

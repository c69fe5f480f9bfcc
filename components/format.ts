import type { ServiceRow } from '../lib/messages/view.ts';

/** The hosts of host patterns, each once: two patterns of `geo.example.com` give `['geo.example.com']`. */
export function hostsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^[^/]*:\/\//, '').replace(/\/.*$/, '')))];
}

/** Whether the row's secret is a password; every other method has a key. */
export function usesPassword(row: ServiceRow): boolean {
  return (row.details?.method ?? row.forms[0]?.method) === 'basic';
}

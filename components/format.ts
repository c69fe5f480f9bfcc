import type { ServiceRow } from '../lib/messages/view.ts';

/** The hosts of host patterns, each once: two patterns of `geo.example.com` give `['geo.example.com']`. */
export function hostsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^[^/]*:\/\//, '').replace(/\/.*$/, '')))];
}

const WITH_PASSWORD = ['basic', 'passwordGrant'];

/** Whether the row's secret is a password; every other method has a key. */
export function usesPassword(row: ServiceRow): boolean {
  return WITH_PASSWORD.includes(row.details?.method ?? row.forms[0]?.method ?? '');
}

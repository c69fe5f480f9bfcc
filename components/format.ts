import type { ServiceRow } from '../lib/messages/view.ts';

/** The hosts of host patterns, each once: two patterns of `geo.example.com` give `['geo.example.com']`. */
export function hostsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^[^/]*:\/\//, '').replace(/\/.*$/, '')))];
}

const WITH_PASSWORD = ['basic', 'passwordGrant'];

/** What the row's secret is: a password, a file that says everything, else a key. */
export function secretOf({ details, forms }: ServiceRow): 'password' | 'file' | 'key' {
  const method = details?.method ?? forms[0]?.method ?? '';
  const form = forms.find((each) => each.method === method);
  if (form?.fields.some(({ kind }) => kind === 'file')) return 'file';
  return WITH_PASSWORD.includes(method) ? 'password' : 'key';
}

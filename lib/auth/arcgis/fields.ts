import { BROWSER_REDIRECT, PASTED_REDIRECT } from '../../oauth/redirects.ts';
import type { MethodField } from '../method.ts';

const by = (...is: string[]) => ({ field: 'way', is });
const rare = { secret: false, optional: true, rare: true } as const;

/** The form: what the chosen way needs, and nothing else. */
export const FIELDS: MethodField[] = [
  { name: 'way', secret: false, choices: ['password', 'portal', 'key'], initial: 'password' },
  { name: 'server', secret: false, when: by('password', 'portal') },
  { name: 'username', secret: false, when: by('password') },
  { name: 'password', secret: true, when: by('password') },
  { name: 'clientId', secret: false, when: by('portal') },
  {
    ...{ name: 'redirect', secret: false, optional: true, when: by('portal') },
    ...{ initial: BROWSER_REDIRECT, suggestions: ['http://127.0.0.1:7070/', PASTED_REDIRECT] },
  },
  { name: 'clientSecret', secret: true, optional: true, when: by('portal') },
  { name: 'key', secret: true, when: by('key') },
  {
    ...{ name: 'client', ...rare, when: by('password') },
    ...{ choices: ['requestip', 'referer'], initial: 'requestip' },
  },
  // Minutes.
  { name: 'expiration', ...rare, choices: ['', '60', '1440', '20160'], when: by('password') },
  { name: 'tokenUse', ...rare, choices: ['header', 'query'], initial: 'header' },
];

/** Of what was typed, what is no secret and belongs to the way that was chosen. */
export function publicOf(values: Readonly<Record<string, string>>): Record<string, string> {
  const way = values.way ?? '';
  return Object.fromEntries(
    FIELDS.filter(({ secret, when }) => !secret && (!when || when.is.includes(way))).flatMap(({ name }) =>
      values[name] ? [[name, values[name]]] : [],
    ),
  );
}

import { AppError } from '../errors.ts';
import { headerName, headerValue, prove, required, requiredKey } from './fields.ts';
import type { Method, Values } from './method.ts';

/**
 * One or more named headers. The word before the value is free, because services disagree on it
 * (`Authorization: Apikey ...`, `key ...`, `Token ...`, `Bearer ...`) and some compare its case.
 */
export const header: Method = {
  id: 'header',
  fields: [
    { name: 'header', secret: false, initial: 'Authorization', suggestions: ['Authorization', 'X-Api-Key'] },
    {
      name: 'scheme',
      secret: false,
      optional: true,
      suggestions: ['Bearer', 'Apikey', 'key', 'Token'],
    },
    { name: 'value', secret: true },
  ],
  repeat: true,
  inUrl: false,

  async signIn(values, tools) {
    const settings: Values = {};
    const secrets: Values = {};
    const names = new Set<string>();
    for (const suffix of suffixes(values)) {
      const name = headerName(values, `header${suffix}`);
      if (names.has(name.toLowerCase())) throw new AppError('badHeaderName', [`header${suffix}`]);
      names.add(name.toLowerCase());
      const scheme = (values[`scheme${suffix}`] ?? '').trim();
      if (scheme !== '' && !/^\S+$/.test(headerValue(scheme, `scheme${suffix}`))) {
        throw new AppError('badHeaderValue', [`scheme${suffix}`]);
      }
      settings[`header${suffix}`] = name;
      settings[`scheme${suffix}`] = scheme;
      secrets[`value${suffix}`] = headerValue(requiredKey(values, `value${suffix}`), `value${suffix}`);
    }
    if (names.size === 0) required(values, 'header');
    await prove(tools, this.inject(settings, secrets, undefined));
    return { settings, secrets, who: '' };
  },

  inject(settings, secrets) {
    const headers = suffixes(settings).map((suffix) => {
      const scheme = settings[`scheme${suffix}`] ?? '';
      const value = secrets[`value${suffix}`] ?? '';
      // Read again: saved names may have been edited since, to one that says where a request goes (`Host`).
      const name = headerName(settings, `header${suffix}`);
      return { name, value: scheme === '' ? value : `${scheme} ${value}` };
    });
    return { kind: 'headers', headers };
  },
};

/** The endings of the repeated group's field names, in order: '', '#1', '#2', ... */
function suffixes(values: Values): string[] {
  return Object.keys(values)
    .filter((name) => /^header(#\d{1,2})?$/.test(name))
    .map((name) => name.slice('header'.length))
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

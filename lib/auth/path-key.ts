import { AppError } from '../errors.ts';
import { prove, required, requiredKey } from './fields.ts';
import type { Method } from './method.ts';

/** An access key in the path: `/services;key=...` (LINZ, Koordinates) or a segment of its own (`/token/...`, Lantmäteriet). */
export const pathKey: Method = {
  id: 'pathKey',
  fields: [
    { name: 'key', secret: true },
    { name: 'pathText', secret: false, initial: ';key=', suggestions: [';key=', '/token/'] },
  ],
  repeat: false,
  inUrl: true,

  async signIn(values, tools) {
    const pathText = readPathText(required(values, 'pathText').trim());
    const secrets = { key: requiredKey(values, 'key') };
    if (/^\.+$/.test(secrets.key)) throw new AppError('emptyField', ['key']);
    const settings = { pathText };
    await prove(tools, this.inject(settings, secrets, undefined));
    return { settings, secrets, who: '' };
  },

  inject(settings, secrets) {
    // Read again: a saved text that was edited (`@evil.example/`) would lead the key to another host.
    const text = readPathText(settings.pathText ?? ';key=');
    return { kind: 'path', text, value: secrets.key ?? '' };
  },
};

/** `;name=` extends the last segment (RFC 3986, section 3.3); `/name/` or `/` opens a new one. */
function readPathText(text: string): string {
  const names = text.split('/');
  const isRelative = names.includes('.') || names.includes('..');
  if (isRelative || !/^(?:;[\w.~-]+=|\/(?:[\w.~-]+\/)*)$/.test(text)) {
    throw new AppError('badParameterName', ['pathText']);
  }
  return text;
}

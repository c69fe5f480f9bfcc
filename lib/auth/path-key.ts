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
    const pathText = required(values, 'pathText').trim();
    // `;name=` extends the last segment (RFC 3986, section 3.3); `/name/` or `/` opens a new one.
    if (!/^(?:;[\w.~-]+=|\/(?:[\w.~-]+\/)*)$/.test(pathText))
      throw new AppError('badParameterName', ['pathText']);
    const secrets = { key: requiredKey(values, 'key') };
    if (/^\.+$/.test(secrets.key)) throw new AppError('emptyField', ['key']);
    const settings = { pathText };
    await prove(tools, this.inject(settings, secrets, undefined));
    return { settings, secrets, who: '' };
  },

  inject(settings, secrets) {
    return { kind: 'path', text: settings.pathText ?? ';key=', value: secrets.key ?? '' };
  },
};

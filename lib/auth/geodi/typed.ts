import { hostOf, isReadableOnTheWay, withScheme } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import { required, requiredKey } from '../fields.ts';
import type { Values } from '../method.ts';
import type { Trusted } from './held.ts';
import { MOST_MINUTES, readSecret } from './validator.ts';

/** A year: GEODI names no limit of its own. */
const MOST_TIME_OUT = 525_600;

/**
 * GEODI's address, without a slash at the end; what was pasted may lead to one of its handlers.
 * @throws AppError `emptyField`, `badUrl`, `plainHttpProvider`, each with the field's name.
 */
export function serverOf(values: Values): string {
  const url = addressIn(withScheme(required(values, 'server')), 'server');
  return url.origin + url.pathname.replace(/\/\w+Handler(?:\.ashx)?$/i, '').replace(/\/+$/, '');
}

/** @throws AppError likewise. */
function addressIn(text: string, field: string): URL {
  const url = URL.parse(text.trim());
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.username + url.password === '';
  if (!isWeb) throw new AppError('badUrl', [field]);
  // Passwords and tokens travel there: no word of the user makes a readable way good.
  if (isReadableOnTheWay(url.href)) throw new AppError('plainHttpProvider', [hostOf(url.href), field]);
  return url;
}

/**
 * LoginUser in GEODI's spelling.
 * @throws AppError `emptyField`; `geodiName` where the name brings a spelling of its own.
 */
function loginUserOf(values: Values): string {
  const plain = (field: string, text: string) => {
    if (/[:\\]/.test(text)) throw new AppError('geodiName', [field]);
    return text;
  };
  const name = plain('loginUser', required({ loginUser: (values.loginUser ?? '').trim() }, 'loginUser'));
  if (values.userKind === 'name') return name;
  if (values.userKind !== 'ldap') return `GEODI:${name}`;
  const domain = plain('domain', (values.domain ?? '').trim());
  return domain === '' ? `LDAP:${name}` : `LDAP:${domain}\\${name}`;
}

/** @throws AppError `geodiMinutes` with the field's name and the most that can be taken. */
function minutesIn(values: Values, field: string, most: number): number {
  const text = required(values, field).trim();
  const minutes = Number(text);
  if (!/^\d{1,6}$/.test(text) || minutes < 1 || minutes > most)
    throw new AppError('geodiMinutes', [String(most), field]);
  return minutes;
}

/** @throws AppError where a field is empty or wrong; nothing was sent then. */
export function trustedOf(values: Values): Trusted {
  return {
    clientId: required({ clientId: (values.clientId ?? '').trim() }, 'clientId'),
    loginUser: loginUserOf(values),
    ipFilter: (values.ipFilter ?? '').trim(),
    minutes: minutesIn(values, 'timeOutMinute', MOST_TIME_OUT),
    by: values.requestBy === 'GET' ? 'GET' : 'POST',
    validator: sourceOf(values),
  };
}

function sourceOf(values: Values): Trusted['validator'] {
  switch (values.validatorFrom) {
    case 'fetched':
      return { from: 'fetched', url: addressIn(required(values, 'validatorUrl'), 'validatorUrl').href };
    case 'computed':
      if (readSecret(requiredKey(values, 'validatorSecret')) === null)
        throw new AppError('geodiSecret', ['validatorSecret']);
      return { from: 'computed', minutes: minutesIn(values, 'validatorMinutes', MOST_MINUTES) };
    default:
      requiredKey(values, 'validator');
      return { from: 'pasted' };
  }
}

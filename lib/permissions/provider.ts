import { isReadableOnTheWay, withScheme } from '../addresses.ts';
import { addressesIn } from '../interchange/client-secrets-text.ts';
import { patternOf } from './patterns.ts';

/** Fields of a provider's form that hold addresses: those that are asked, and the one where its answer is stopped. */
const ADDRESSES = [
  'issuer',
  'portal',
  'server',
  'validatorUrl',
  'redirect',
  'tokenEndpoint',
  'refreshEndpoint',
  'revocationEndpoint',
  'userinfoEndpoint',
  'jwksUri',
];

/** Those that people type as they read them somewhere. */
const WITHOUT_SCHEME = ['issuer', 'portal', 'server'];

/**
 * Host patterns that signing in at an identity provider needs, as far as its form says; what is no web address needs none.
 * @param fields as typed, by name.
 */
export function providerPatterns(fields: Readonly<Record<string, string>>, ports: boolean): string[] {
  const inForm = ADDRESSES.flatMap((name) => {
    const typed = fields[name]?.trim() ?? '';
    return typed === '' ? [] : [WITHOUT_SCHEME.includes(name) ? withScheme(typed) : typed];
  });
  const inFile = addressesIn(fields.clientSecretsFile ?? '');
  const origins = [...inForm, ...inFile].flatMap((address) => {
    const url = URL.parse(address);
    // What is refused in any case is not asked for.
    return url && /^https?:$/.test(url.protocol) && !isReadableOnTheWay(url.href) ? [url.origin] : [];
  });
  return [...new Set(origins.map((origin) => patternOf(origin, ports)))];
}

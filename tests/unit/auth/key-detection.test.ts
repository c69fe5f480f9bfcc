import { expect, test } from 'vitest';
import { key } from '../../../lib/auth/key.ts';
import type { Injection } from '../../../lib/rules/injection.ts';
import type { Verdict } from '../../../lib/services/verdict.ts';
import { REFUSED, tools } from '../../fakes/tools.ts';

const NAMES = ['apikey', 'code', 'key', 'token'];
const nameOf = (injection: Injection) =>
  injection.kind === 'query' ? injection.parameters[0]?.name : undefined;
const not = (code: 'tooManyRequests' | 'unreachable' | 'unexpectedStatus', stop: boolean): Verdict => ({
  accepted: false,
  failure: { code, values: ['geo.example.com'] },
  refusal: false,
  stop,
});

test('names are tried in their order until one is accepted; that one is remembered', async () => {
  const used = tools((injection) => (nameOf(injection) === 'key' ? { accepted: true } : REFUSED), NAMES);
  const signedIn = await key.signIn({ key: 'abc\n' }, used);
  expect(used.attempts.map(nameOf)).toEqual(['apikey', 'code', 'key']);
  expect(signedIn).toEqual({ settings: {}, secrets: { key: 'abc' }, who: '', parameter: 'key' });
});

test('refused under every name means: this key was not accepted', async () => {
  const used = tools(() => REFUSED, NAMES);
  await expect(key.signIn({ key: 'abc' }, used)).rejects.toMatchObject({ code: 'keyRefused' });
  expect(used.attempts.map(nameOf)).toEqual(NAMES);
});

test('a name that was typed is the only one', async () => {
  const used = tools(() => REFUSED, NAMES);
  await expect(key.signIn({ key: 'abc', parameter: ' subscription-key ' }, used)).rejects.toMatchObject({
    code: 'keyRefused',
  });
  expect(used.attempts.map(nameOf)).toEqual(['subscription-key']);
});

test.each([
  ['too many requests', not('tooManyRequests', true)],
  ['no answer', not('unreachable', true)],
  ['an answer that says nothing of the key', not('unexpectedStatus', false)],
  ['a refusal that no other name can change', { ...REFUSED, stop: true } as Verdict],
])('%s ends the search at once', async (_, verdict) => {
  const used = tools(() => verdict, NAMES);
  const code = verdict.accepted ? '' : verdict.failure.code;
  await expect(key.signIn({ key: 'abc' }, used)).rejects.toMatchObject({ code });
  expect(used.attempts).toHaveLength(1);
});

test('later: 429 after a refusal is what is said', async () => {
  const used = tools(
    (injection) => (nameOf(injection) === 'apikey' ? REFUSED : not('tooManyRequests', true)),
    NAMES,
  );
  await expect(key.signIn({ key: 'abc' }, used)).rejects.toMatchObject({ code: 'tooManyRequests' });
  expect(used.attempts).toHaveLength(2);
});

test('the key goes under the name that the KeyVault has for the source', () => {
  expect(key.inject({}, { key: 'abc' }, 'Token')).toEqual({
    kind: 'query',
    parameters: [{ name: 'Token', value: 'abc' }],
  });
});

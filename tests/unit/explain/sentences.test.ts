import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../lib/explain/explain.ts';
import { TABLE } from '../../../lib/explain/table.ts';
import en from '../../../public/_locales/en/messages.json';
import fr from '../../../public/_locales/fr/messages.json';
import { CASES } from './cases.ts';
import { facts } from './facts.ts';

type Messages = Record<string, { message: string; description: string }>;
const LANGUAGES: [string, Messages][] = [
  ['en', en],
  ['fr', fr],
];
const codes = [...new Set(TABLE.map(([, code]) => code))];
const steps = [...new Set(TABLE.flatMap(([, , next]) => next ?? []))];
const DOCS = fileURLToPath(new URL('../../../docs/explanations.md', import.meta.url));

describe.each(LANGUAGES)('%s', (language, messages) => {
  test('every explanation has its sentence, every step its button, and none is left over', () => {
    const sentences = Object.keys(messages).filter((key) => key.startsWith('explain_'));
    expect(sentences.sort()).toEqual(codes.map((code) => `explain_${code}`).sort());
    expect(steps.filter((step) => !messages[`next_${step}`]?.message)).toEqual([]);
  });

  test.each(CASES)('%s: the sentence takes every value, and no other', (code, _, known) => {
    const { message } = messages[`explain_${code}`] ?? { message: '' };
    const { values } = explain(facts(known));
    const wanted = [...new Set(message.match(/\$\d/g))].sort();
    expect(wanted).toEqual(values.map((_, index) => `$${index + 1}`));
    expect(
      values.filter(
        (value) =>
          value === '' || (typeof value === 'object' && 'names' in value && value.names.length === 0),
      ),
    ).toEqual([]);
  });

  test('each names the service and says what happens, in whole sentences', () => {
    for (const code of codes) {
      const message = messages[`explain_${code}`]?.message ?? '';
      expect([code, message.includes('$1')]).toEqual([code, true]);
      expect([code, /^[A-ZÀÉÊ$].*\.$/.test(message)]).toEqual([code, true]);
      expect([code, /\s{2}|…|!/.exec(message)]).toEqual([code, null]);
      expect([code, message.length < 400]).toEqual([code, true]);
    }
  });

  test('whoever can go on past a certificate is told how, and whoever cannot is not', () => {
    const open = language === 'en' ? 'tab' : 'onglet';
    for (const [, code, next] of TABLE) {
      if (!code.startsWith('certificate') || code === 'certificateClient') continue;
      const message = messages[`explain_${code}`]?.message ?? '';
      expect([code, message.includes(open)]).toEqual([code, next === 'openToDecide']);
    }
  });
});

/** The page in `docs`, as the table and the English sentences say it. */
function page(): string {
  const cells = TABLE.map(([, code, next]) => [
    `\`${code}\``,
    (en as Messages)[`explain_${code}`]?.message ?? '',
    next === null ? '' : ((en as Messages)[`next_${next}`]?.message ?? ''),
  ]);
  return [
    '# Why a source is not seen',
    '',
    'Every state that Layerkey explains, in order of likelihood: of all that fit, the first one is said. The order and the',
    'conditions stand in `lib/explain/table.ts`, the sentences in `public/_locales`; this page is made from both, and',
    '`tests/unit/explain/sentences.test.ts` compares it with them (`vitest run --project unit -u` writes it anew).',
    '',
    '| state | sentence | next step |',
    '| --- | --- | --- |',
    ...cells.map((row) => `| ${row.join(' | ')} |`),
    '',
    '`$1` is the host of the service; of a certificate, the host that the browser does not trust.',
    '',
  ].join('\n');
}

test('the page in docs says the same', async () => {
  // Without this a missing page would be written, and pass.
  expect(existsSync(DOCS)).toBe(true);
  await expect(page()).toMatchFileSnapshot(DOCS);
});

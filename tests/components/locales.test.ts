import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { choiceKey, fieldKey, noteKey } from '../../components/translation.ts';
import { allMethods } from '../../lib/auth/registry.ts';
import { EVENT_CODES } from '../../lib/diagnostics/events.ts';
import { ERROR_CODES } from '../../lib/error-codes.ts';
import { CERTIFICATE_KINDS } from '../../lib/explain/certificate.ts';
import { TABLE } from '../../lib/explain/table.ts';
import { STATUSES } from '../../lib/sign-in/status.ts';
import en from '../../public/_locales/en/messages.json';
import fr from '../../public/_locales/fr/messages.json';

type Messages = Record<string, { message: string; description: string }>;
const languages: [string, Messages][] = [
  ['en', en],
  ['fr', fr],
];
const root = fileURLToPath(new URL('../../', import.meta.url));
const code = globSync(['{components,entrypoints,lib}/**/*.{ts,tsx}', 'wxt.config.ts'], { cwd: root })
  .map((file) => readFileSync(root + file, 'utf8'))
  .join('\n');
const placeholders = (text: string) => [...new Set(text.match(/\$\d/g))].sort();

/** What look-ups find beside a name; whoever adds one names it here. */
const FOUND: readonly string[] = [
  ...['arcgisStandalone', 'arcgisPortal', 'arcgisOnline'],
  ...['portalOpenid', 'portalTwoFactor', 'portalBasicOn', 'portalBasicUnsafe'],
];

/** What goes wrong at a layer: `LayerTrouble.what`. */
const TROUBLES = ['refused', 'missing', 'failed', 'unreachable', 'crs', 'empty'];

/** Keys that the code builds from a code, status, hint, step, explanation, method, field, choice, score, event or certificate. */
const BUILT =
  /^(error|status|hint|next|explain|certificate|method|field|choice|note|found|strength|event|map_trouble)_/;
const hints = (
  readFileSync(`${root}lib/messages/view.ts`, 'utf8').match(/interface Hint \{[^}]*\}/)?.[0] ?? ''
)
  .split('values')[0]
  ?.match(/'(\w+)'/g)
  ?.map((code) => code.slice(1, -1));

test.each(languages)(
  '%s: every code, status, hint, method, field and choice has its words',
  (_, messages) => {
    expect(hints?.length).toBeGreaterThan(5);
    const wanted = [
      ...ERROR_CODES.map((each) => `error_${each}`),
      ...STATUSES.map((each) => `status_${each}`),
      ...TABLE.map(([, each]) => `explain_${each}`),
      ...TABLE.flatMap(([, , step]) => (step ? [`next_${step}`] : [])),
      ...CERTIFICATE_KINDS.map((each) => `certificate_${each}`),
      ...EVENT_CODES.map((each) => `event_${each}`),
      ...[0, 1, 2, 3, 4].map((each) => `strength_${each}`),
      ...(hints ?? []).map((each) => `hint_${each}`),
      ...allMethods().map(({ id }) => `method_${id}`),
      ...allMethods().flatMap(({ fields }) =>
        fields.map(({ name, kind }) => (kind === 'note' ? noteKey(name) : fieldKey(name))),
      ),
      ...TROUBLES.map((each) => `map_trouble_${each}`),
      ...FOUND.map((each) => `found_${each}`),
      ...allMethods().flatMap(({ fields }) =>
        fields.flatMap(({ name, choices = [] }) => choices.map((each) => choiceKey(name, each))),
      ),
    ];
    expect(wanted.filter((key) => !messages[key]?.message)).toEqual([]);
    const built = Object.keys(messages).filter((key) => BUILT.test(key));
    expect(built.filter((key) => !wanted.includes(key))).toEqual([]);
  },
);

test('all languages have the same keys with the same values in them', () => {
  expect(Object.keys(fr)).toEqual(Object.keys(en));
  for (const [key, { message }] of Object.entries(en)) {
    expect([key, placeholders((fr as Messages)[key]?.message ?? '')]).toEqual([key, placeholders(message)]);
  }
});

test('no message is left over', () => {
  const unused = Object.keys(en).filter(
    (key) => !BUILT.test(key) && !code.includes(`'${key}'`) && !code.includes(`__MSG_${key}__`),
  );
  expect(unused).toEqual([]);
});

test.each(languages)('%s: plain words', (_, messages) => {
  const forbidden = /keyvault|\bgrants?\b|\bscopes?\b|injection|\bprobes?\b|credential|oops|account id|!/i;
  for (const [key, { message, description }] of Object.entries(messages)) {
    expect([key, forbidden.exec(message)?.[0]]).toEqual([key, undefined]);
    expect([key, description.length > 0]).toEqual([key, true]);
    expect([key, /"|'/.test(message)]).toEqual([key, false]);
  }
});

test('French sets a no-break space before its tall punctuation', () => {
  const wrong = Object.entries(fr).filter(([, { message }]) =>
    /[^\u00a0/ps][:;?](\s|$)| [:;?]/.test(message),
  );
  expect(wrong.filter(([, { message }]) => !/;key=/.test(message))).toEqual([]);
});

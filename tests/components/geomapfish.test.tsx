// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { geomapfish } from '../../lib/auth/geomapfish.ts';
import { formOf, proposeForms } from '../../lib/auth/propose.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { row, view } from './fixtures.ts';
import { drawPopup, pass, spies, t } from './screen.tsx';

const PORTAL = 'https://maps.city.example/app';
/** Forms for a service behind that portal. */
const forms = proposeForms({
  ...{ challenges: [], keyNames: [], foundNames: [], catalogue: null },
  service: { base: `${PORTAL}/mapserv_proxy`, kinds: ['WMS'] },
});
const shown = () =>
  [...document.querySelectorAll<HTMLElement>('[data-field]')].map((each) => each.dataset.field ?? '');
const set = (name: string, value: string) => {
  const field = document.querySelector(`[data-field=${name}]`) as HTMLInputElement;
  if (field.tagName === 'SELECT') fireEvent.change(field, { target: { value } });
  else fireEvent.input(field, { target: { value } });
};
const open = (own = row({ forms }), actions = spies()) => {
  const drawn = drawPopup(view([own]), actions);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in: geo.example.com' }));
  return drawn;
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a portal that the service’s address shows comes first and is looked up at once; one that was saved is not', async () => {
  const { actions, unmount } = open();
  expect(shown().slice(0, 2)).toEqual(['portal', 'way']);
  await pass(500);
  expect(actions.lookUp.mock.calls.map(([, method, typed]) => [method, typed])).toEqual([
    ['geomapfish', PORTAL],
  ]);
  unmount();
  const saved = formOf(geomapfish, { portal: PORTAL, way: 'basic', username: 'anna' });
  const again = open(row({ forms: [saved] }));
  await pass(500);
  expect(again.actions.lookUp).not.toHaveBeenCalled();
});

test.each([
  ['oauth2', ['clientId', 'redirect', 'clientSecret'], ['portalClient']],
  [
    'openid',
    [
      'issuer',
      'clientId',
      'redirect',
      'clientSecret',
      'scopes',
      'identity',
      'trustedAudiences',
      'extraParameters',
    ],
    [],
  ],
  ['page', [], ['portalPages']],
  ['login', ['username', 'password', 'otp', 'otpSecret'], ['portalOnce', 'portalPages', 'portalBothFactors']],
  ['basic', ['username', 'password'], ['portalOnce', 'portalBasic']],
] as const)('%s asks for what it needs, and says what one should know', (way, fields, notes) => {
  open();
  set('way', way);
  expect(shown()).toEqual(['portal', 'way', ...fields]);
  for (const note of notes) screen.getByText(t(`note_${note}`));
});

test('what another way needs is neither sent nor asked the browser for', () => {
  const asked: Draft['fields'][] = [];
  const originsFor = (_row: ServiceRow, draft: Draft) => {
    asked.push(draft.fields);
    return [];
  };
  const actions = { ...spies(), originsFor };
  open(row({ forms }), actions);
  set('clientId', 'layerkey');
  set('way', 'basic');
  set('username', 'anna');
  set('password', 'pw');
  const fields = { portal: PORTAL, way: 'basic', username: 'anna', password: 'pw' };
  expect(asked.at(-1)).toEqual(fields);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(actions.signIn.mock.calls[0]?.[1].fields).toEqual(fields);
});

test.each([
  ['portalNotFound', 'portal', 'oauth2'],
  ['portalRefused', 'password', 'login'],
  ['portalCodeMissing', 'otp', 'login'],
  ['otpSecretWrong', 'otpSecret', 'login'],
  ['portalBasicOff', 'way', 'basic'],
  ['sessionOfOwnPages', 'way', 'login'],
] as const)('%s stands under %s', (code, field, way) => {
  const draft = {
    method: 'geomapfish',
    fields: { portal: PORTAL, way },
    acceptPlainHttp: false,
    remember: false,
  };
  drawPopup(view([row({ forms, draft, failure: { code, values: ['maps.city.example', 'b'] } })]));
  const wrong = [...document.querySelectorAll<HTMLElement>('[aria-invalid=true]')];
  expect(wrong.map((each) => each.dataset.field)).toEqual([field]);
});

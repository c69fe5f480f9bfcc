// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { ServiceRow, WhyView } from '../../lib/messages/view.ts';
import { row, signedInRow, view, why } from './fixtures.ts';
import { drawPopup, settle, t } from './screen.tsx';

const HOST = 'geo.example.com';
const ISOGEO = ['id.api.isogeo.com', 'v1.api.isogeo.com', 'api.isogeo.com'];

/** A row in trouble, with the step that its explanation has. */
function troubled(more: Partial<WhyView>, inRow: Partial<ServiceRow> = {}): ServiceRow {
  const said = why({ loud: true, values: [inRow.host ?? HOST], ...more });
  return row({ status: 'unreachable', hint: null, next: said.next, why: said, ...inRow });
}
const expired = (inRow: Partial<ServiceRow> = {}, more: Partial<WhyView> = {}) =>
  troubled(
    { code: 'certificateExpired', next: 'openToDecide', hideable: inRow.host ?? HOST, ...more },
    { status: 'certificateProblem', ...inRow },
  );
const intercepted = (host: string, hosts = ISOGEO) =>
  troubled(
    { code: 'certificateIntercepted', values: [host, { names: hosts }], next: 'copyHosts', hosts },
    { host, status: 'certificateProblem' },
  );
const noAccess = (names: string[], who = 'ada', more: Partial<ServiceRow> = {}) =>
  signedInRow({
    ...{ status: 'signedInWithoutAccess', next: 'copyReport', hint: null, who, ...more },
    why: why({
      ...{ code: 'noAccessLayer', values: [HOST, who, { names }], next: 'copyReport', loud: true },
      ...{ answer: 'HTTP 403', at: Date.UTC(2026, 4, 3, 12) },
    }),
  });

const items = () => screen.getAllByRole('listitem');
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const click = async (name: string | RegExp) => {
  fireEvent.click(button(name));
  await settle();
};

test('trouble is said at once, in place of the hint, with its status and one next step', () => {
  drawPopup(
    view([
      troubled({ code: 'unreachable', next: 'tryAgain' }, { hint: { code: 'notAnswering', values: [] } }),
    ]),
  );
  screen.getByText(t('explain_unreachable', HOST));
  screen.getByText('Unreachable');
  expect(screen.queryByText(t('hint_notAnswering'))).toBeNull();
  expect(
    within(items()[0]!)
      .getAllByRole('button')
      .map((each) => each.textContent),
  ).toEqual(['Try again']);
});

test('what is no trouble keeps its hint, and stands in the details', () => {
  drawPopup(view([signedInRow()]));
  expect(screen.queryByText(t('explain_signedIn', HOST))).toBeNull();
  screen.getByText(t('hint_untilBrowserCloses'));
  fireEvent.click(button(/menu for/));
  fireEvent.click(screen.getByRole('menuitem', { name: 'Details' }));
  within(screen.getByRole('region', { name: `Details of ${HOST}` })).getByText(t('explain_signedIn', HOST));
});

test('in the details trouble is said once, with every name', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `layer${at}`);
  drawPopup(view([noAccess(names)]));
  screen.getByText(
    t('explain_noAccessLayer', HOST, 'ada', 'layer0, layer1, layer2, layer3, layer4, layer5, and 6 more'),
  );
  fireEvent.click(button(`More for ${HOST}`));
  fireEvent.click(screen.getByRole('menuitem', { name: 'Details' }));
  const said = screen.getAllByText(/who may not see everything/);
  expect(said).toHaveLength(1);
  for (const name of names) expect(said[0]?.textContent).toContain(name);
});

test.each([
  ['en', /until \d\d?:\d\d/, /: a, b, and c\./],
  ['fr', /jusqu’à \d\d:\d\d/, / : a, b et c\./],
] as const)('%s: moments and lists are written as the language writes them', (tongue, moment, list) => {
  const rows = [
    troubled({ code: 'waitUntil', values: [HOST, { at: Date.now() }], next: null }),
    noAccess(['a', 'b', 'c'], 'ada', { key: 'layers' }),
  ];
  drawPopup(view(rows), undefined, Date.now(), tongue);
  screen.getByText(moment);
  screen.getByText(list);
});

test('names of layers and people stay text, and turn nothing around', () => {
  const evil = '<img src=x onerror="document.title=1">';
  const { container } = drawPopup(view([noAccess([evil, 'roads\u202Egnp'], `<b>${evil}</b>`)]));
  expect(container.querySelector('img, b, script')).toBeNull();
  const said = screen.getByText(/who may not see everything/).textContent;
  expect(said).toContain(`as <b>${evil}</b>, who`);
  expect(said).toContain(`${evil} and roads gnp.`);
});

test('one notice for one host; what repeats it shows its status alone, and says why when asked', async () => {
  drawPopup(
    view([expired(), expired({ key: 'second', path: '/roads' }), expired({ host: 'other.example' })]),
  );
  expect(screen.getAllByText(t('explain_certificateExpired', HOST))).toHaveLength(1);
  screen.getByText(t('explain_certificateExpired', 'other.example'));
  const second = within(items()[1]!);
  expect(second.getAllByRole('button').map((each) => each.textContent)).toEqual(['Certificate problem']);
  fireEvent.click(second.getByRole('button'));
  second.getByText(t('explain_certificateExpired', HOST));
  expect(second.getByRole('button').getAttribute('aria-expanded')).toBe('true');
  fireEvent.click(second.getByRole('button'));
  expect(second.queryByText(t('explain_certificateExpired', HOST))).toBeNull();
});

test('one notice for all hosts of a provider behind a proxy that breaks encryption open', () => {
  drawPopup(view([intercepted('v1.api.isogeo.com'), intercepted('api.isogeo.com', [...ISOGEO].reverse())]));
  expect(screen.getAllByText(/puts its own certificate/)).toHaveLength(1);
  expect(screen.getAllByRole('button', { name: /^Copy hosts/ })).toHaveLength(1);
});

test('a hidden warning leaves the status word, which says why when asked', async () => {
  const hidden = expired({ next: null }, { loud: false, hideable: null });
  drawPopup(view([hidden]));
  expect(within(items()[0]!).getAllByRole('button')).toHaveLength(1);
  await click(`Certificate problem (${HOST})`);
  screen.getByText(t('explain_certificateExpired', HOST));
});

test('a refusal without a word on how to sign in has a small Why?; what the row says anyway has none', async () => {
  const { show } = drawPopup(view([row({ why: why({ code: 'refusesAccess' }) })]));
  await click(`Why? (${HOST})`);
  screen.getByText(t('explain_refusesAccess', HOST));
  show(
    view([
      row(),
      row({ key: 'open', group: 'open', status: 'open', next: null, why: why({ code: 'open' }) }),
    ]),
  );
  expect(screen.queryByRole('button', { name: /^Why|^Open \(/ })).toBeNull();
});

test('hiding a warning says what it does not do, and takes the host or only this session', async () => {
  const shown = expired();
  const { actions, show } = drawPopup(view([shown]));
  const hide = () => button(`Hide this warning: ${HOST}`);
  fireEvent.click(hide());
  screen.getByRole('group', {
    name: `This only silences the warning about ${HOST}. It lets nothing through.`,
  });
  fireEvent.click(screen.getByRole('menuitem', { name: /^For now/ }));
  fireEvent.click(hide());
  fireEvent.click(screen.getByRole('menuitem', { name: /^For this host/ }));
  expect(actions.hideWarning.mock.calls).toEqual([
    [shown, false],
    [shown, true],
  ]);
  show(view([expired({ next: null }, { loud: false, hideable: null })]));
  await settle();
  expect(screen.queryByRole('button', { name: /^Hide/ })).toBeNull();
  expect(document.activeElement).toBe(button(/^Certificate problem/));
});

test('trouble that cannot be hidden offers no hiding', () => {
  drawPopup(view([troubled({ code: 'unreachable', next: 'tryAgain' })]));
  expect(screen.queryByRole('button', { name: /^Hide/ })).toBeNull();
});

test('the words of a failure that the explanation covers are not said twice; others are', () => {
  const failed = (code: 'unreachable' | 'storageFailed') =>
    troubled({ code: 'unreachable', next: 'tryAgain' }, { failure: { code, values: [HOST] } });
  const { show } = drawPopup(view([failed('unreachable')]));
  screen.getByText(t('explain_unreachable', HOST));
  expect(screen.queryByRole('alert')).toBeNull();
  show(view([failed('storageFailed')]));
  expect(screen.getByRole('alert').textContent).toBe(t('error_storageFailed', HOST));
});

test('a form takes the place of the explanation', async () => {
  const said = t('explain_passwordNotAccepted', HOST);
  drawPopup(
    view([
      signedInRow({
        ...{ group: 'refuses', status: 'notAccepted', next: 'signInAgain', hint: null },
        why: why({ code: 'passwordNotAccepted', next: 'signInAgain', loud: true }),
      }),
    ]),
  );
  screen.getByText(said);
  await click(`Sign in again: ${HOST}`);
  expect(screen.queryByText(said)).toBeNull();
});

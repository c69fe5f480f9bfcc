// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { ServiceRow, WhyView } from '../../lib/messages/view.ts';
import { row, view, why } from './fixtures.ts';
import { drawPopup, settle, t } from './screen.tsx';

const HOST = 'geo.example.com';

function troubled(more: Partial<WhyView>, inRow: Partial<ServiceRow> = {}): ServiceRow {
  const said = why({ loud: true, values: [HOST, 'maps.example.org'], ...more });
  return row({ hint: null, next: said.next, why: said, ...inRow });
}
const click = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};

test('reloading is one click, after words to save first', async () => {
  const { actions } = drawPopup(view([troubled({ code: 'reloadToSee', next: 'reload' })]));
  screen.getByText(/Save your work/);
  await click(`Reload: ${HOST}`);
  expect(actions.reload).toHaveBeenCalledOnce();
});

test.each([
  ['openInTab', 'loginPage', 'Open in a tab'],
  ['openToDecide', 'certificateExpired', 'Open in a tab to decide'],
] as const)('%s opens the address of the explanation', async (next, code, label) => {
  const { actions } = drawPopup(view([troubled({ code, next, open: 'https://id.example.com:8443/' })]));
  await click(`${label}: ${HOST}`);
  expect(actions.openAddress.mock.calls).toEqual([['https://id.example.com:8443/']]);
});

test('the hosts are copied one a line, and the button says so', async () => {
  const hosts = ['id.api.isogeo.com', 'v1.api.isogeo.com'];
  const { actions } = drawPopup(
    view([
      troubled({
        code: 'certificateIntercepted',
        values: [HOST, { names: hosts }],
        next: 'copyHosts',
        hosts,
      }),
    ]),
  );
  await click(`Copy hosts: ${HOST}`);
  expect(actions.copyText.mock.calls).toEqual([['id.api.isogeo.com\nv1.api.isogeo.com']]);
  screen.getByRole('button', { name: `Copied: ${HOST}` });
});

test('the report has the sentence, address, site, time and answer, and nothing secret of the address', async () => {
  const { actions } = drawPopup(
    view([
      troubled(
        {
          code: 'noAccess',
          values: [HOST, 'ada'],
          next: 'copyReport',
          answer: 'HTTP 403',
          at: Date.UTC(2026, 4, 3, 12),
        },
        { url: `https://ada:pw@${HOST}/services;key=s3cret/wms?token=t0ken#f`, who: 'ada@home.example' },
      ),
    ]),
  );
  await click(`Copy for the administrator: ${HOST}`);
  const [text = ''] = actions.copyText.mock.calls[0] ?? [];
  const [sentence, blank, service, site, time, answer, ...rest] = text.split('\n');
  expect([sentence, blank]).toEqual([t('explain_noAccess', HOST, 'ada'), '']);
  expect([service, site]).toEqual([`Service: https://${HOST}/services/wms`, 'Site: maps.example.org']);
  expect(time).toMatch(/^Time: May [34], 2026 at \d+:\d\d:\d\d/);
  expect([answer, rest]).toEqual(['Last answer: HTTP 403', []]);
});

test('without an answer the report has no line for it, and the time is now', async () => {
  const { actions } = drawPopup(view([troubled({ code: 'mixedContent', next: 'copyReport' })]));
  await click(/^Copy for the administrator/);
  const [text = ''] = actions.copyText.mock.calls[0] ?? [];
  expect(text.split('\n').at(-1)).toContain(String(new Date().getFullYear()));
});

test('where the browser does not copy, the text stands there, marked, and nothing says Copied', async () => {
  const { actions } = drawPopup(view([troubled({ code: 'corsAnswer', next: 'copyReport' })]));
  actions.copyText.mockResolvedValueOnce(false);
  await click(/^Copy for the administrator/);
  const field = screen.getByLabelText(t('copyByHand')) as HTMLTextAreaElement;
  expect(field.value).toBe(actions.copyText.mock.calls[0]?.[0]);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length]);
  expect(screen.queryByText('Copied')).toBeNull();
  await click(/^Copy for the administrator/);
  screen.getByText('Copied');
  expect(screen.queryByLabelText(t('copyByHand'))).toBeNull();
});

test('clearing what the site keeps is asked once, in place, with what may be lost', async () => {
  const keeps = troubled({ code: 'siteKeepsCopies', next: 'clearStored' });
  const { actions } = drawPopup(view([keeps]));
  await click(`Clear stored map data: ${HOST}`);
  screen.getByRole('group', { name: t('clearStoredAsk', HOST, 'maps.example.org') });
  screen.getByText(/may be lost/);
  await click('Cancel');
  expect(actions.clearStored).not.toHaveBeenCalled();
  await click(`Clear stored map data: ${HOST}`);
  await click('Clear and reload');
  expect(actions.clearStored.mock.calls).toEqual([[keeps]]);
  expect(screen.queryByText(/may be lost/)).toBeNull();
});

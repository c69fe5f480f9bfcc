import { afterEach, expect, test, vi } from 'vitest';
import { openAddress } from '../../lib/platform/page.ts';

const create = vi.hoisted(() => vi.fn(async (_: { url: string; openerTabId?: number }) => ({})));
vi.mock('../../lib/platform/browser.ts', () => ({ browser: { tabs: { create } }, isFirefox: false }));
afterEach(() => create.mockClear());

test.each(['https://geo.example.com/', 'HTTP://geo.example.com:8080/ows'])(
  '%s opens in a tab',
  async (url) => {
    await openAddress(url, 7);
    expect(create.mock.calls).toEqual([[{ url, openerTabId: 7 }]]);
  },
);

test('where the tab stands in another window, it opens all the same', async () => {
  create.mockRejectedValueOnce(new Error('Tab opener must be in the same window as the updated tab.'));
  await openAddress('https://geo.example.com/', 7);
  expect(create).toHaveBeenLastCalledWith({ url: 'https://geo.example.com/' });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'chrome://settings/',
  ' https://geo.example.com/',
  '',
])('"%s" opens nothing', async (url) => {
  await openAddress(url, 7);
  expect(create).not.toHaveBeenCalled();
});

import { beforeEach, expect, test, vi } from 'vitest';
import { forgetReferers, isOwnReferer, withReferer } from '../../../lib/platform/own-referer.ts';

type Rule = chrome.declarativeNetRequest.Rule;

/** The browser's session rules. */
const rules = vi.hoisted(() => new Map<number, { id: number }>());
vi.mock('../../../lib/platform/browser.ts', () => ({
  browser: { runtime: { getURL: () => 'chrome-extension://layerkeyid/' } },
  netRequest: {
    getSessionRules: async () => [...rules.values()],
    updateSessionRules: async ({
      removeRuleIds = [],
      addRules = [],
    }: {
      removeRuleIds?: number[];
      addRules?: Rule[];
    }) => {
      for (const id of removeRuleIds) rules.delete(id);
      for (const rule of addRules) rules.set(rule.id, rule);
    },
  },
}));
beforeEach(() => rules.clear());

const URL_ASKED = 'https://gis.example.org/arcgis/rest/services/x?f=json';
const SITE = 'https://site.example/';

test('a rule about our own request to this address, as long as it runs', async () => {
  const seen = await withReferer(URL_ASKED, SITE, async () => [...rules.values()] as Rule[]);
  expect(seen.map(({ action, condition }) => ({ action, condition }))).toEqual([
    {
      action: {
        type: 'modifyHeaders',
        requestHeaders: [{ header: 'referer', operation: 'set', value: SITE }],
      },
      condition: {
        urlFilter: `|${URL_ASKED}|`,
        isUrlFilterCaseSensitive: true,
        initiatorDomains: ['layerkeyid'],
        tabIds: [-1],
        resourceTypes: ['xmlhttprequest'],
      },
    },
  ]);
  expect(seen.every(isOwnReferer)).toBe(true);
  expect(rules.size).toBe(0);
});

test('gone where the request fails, too; two at a time do not touch each other', async () => {
  const failing = withReferer(URL_ASKED, SITE, () => Promise.reject(new Error('no network')));
  const first = await withReferer(URL_ASKED, SITE, async () => {
    await expect(failing).rejects.toThrow('no network');
    return rules.size;
  });
  expect([first, rules.size]).toEqual([1, 0]);
});

test('what a stopped worker left goes at the start, and no other rule', async () => {
  rules.set(5, { id: 5 });
  void withReferer(URL_ASKED, SITE, () => new Promise(() => {}));
  await vi.waitFor(() => expect(rules.size).toBe(2));
  await forgetReferers();
  expect([...rules.keys()]).toEqual([5]);
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from './drivers/either-browser.ts';
import { type ProbeBench, startProbeBench } from './drivers/probe-bench.ts';

/** Facts about the browsers that signing in at identity providers stands on. */
describe.each<BrowserName>(['chrome', 'firefox'])('platform: signing in, %s', (name) => {
  let bench: ProbeBench;

  beforeAll(async () => {
    bench = await startProbeBench(name);
  });
  afterAll(() => bench?.stop());
  afterEach(() => {
    bench.server.seen.length = 0;
  });

  /** A token request as the worker sends it. @returns the `Origin` that arrived. */
  const post = async (): Promise<string | undefined> => {
    const url = `${bench.server.origin}/token`;
    await bench.browser.inBackground(
      (target: string) =>
        fetch(target, { method: 'POST', body: new URLSearchParams({ a: '1' }), credentials: 'omit' }).then(
          () => undefined,
        ),
      url,
    );
    return bench.server.seen.at(-1)?.headers.origin;
  };

  test('a POST of the worker says which extension it comes from, until a rule for its own requests takes that out', async () => {
    expect(await post()).toMatch(/^(chrome|moz)-extension:\/\//);
    await bench.browser.inBackground(async () => {
      const condition = {
        initiatorDomains: [new URL(chrome.runtime.getURL('')).hostname],
        requestMethods: ['post' as chrome.declarativeNetRequest.RequestMethod],
        resourceTypes: ['xmlhttprequest' as chrome.declarativeNetRequest.ResourceType],
      };
      const action = {
        type: 'modifyHeaders' as chrome.declarativeNetRequest.RuleActionType,
        requestHeaders: [
          { header: 'origin', operation: 'remove' as chrome.declarativeNetRequest.HeaderOperation },
        ],
      };
      await chrome.declarativeNetRequest.updateDynamicRules({ addRules: [{ id: 1, action, condition }] });
    });
    expect(await post()).toBeUndefined();
  });
});

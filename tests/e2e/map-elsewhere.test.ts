import { expect, test } from 'vitest';
import { basicOf, refuse, send } from '../../demo/answers.ts';
import { startServer } from '../../demo/server.ts';
import { launchEither } from './drivers/either-browser.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { patternOf } from './support/harness.ts';
import { choose, colourWms, offerFrom, shows, signInOpen } from './support/map-page-desk.ts';
import { openOwn, pressWord } from './support/own-pages.ts';
import { savedIn } from './support/state.ts';

const PASSWORD = 'Waal-3 dijk';
const SIGNED = `Basic ${Buffer.from(`anna:${PASSWORD}`).toString('base64')}`;
const RED = '#cc0000';

test('maps at another host than their capabilities: named, and signed there only once that is allowed', async () => {
  const there = await colourWms('maps2.localhost', 'Protected', { red: RED }, PASSWORD);
  // As with a proxy in front: this one describes the service, and sends to the other for everything else.
  const asked = `${there.url('127.0.0.1')}/wms?SERVICE=WMS&REQUEST=GetCapabilities`;
  const text = await fetch(asked, { headers: { authorization: SIGNED } }).then((answer) => answer.text());
  const described = text.replaceAll(there.url('127.0.0.1'), there.url());
  expect(described).toContain(there.url());
  there.clear();
  const here = await startServer(
    (request, response) => {
      if (basicOf(request)?.password === PASSWORD) send(response, 'text/xml', described);
      else refuse(response, 401, 'Not without a password', 'Basic realm="maps"');
    },
    { host: 'svc.localhost' },
  );
  const grant = [here.url(), there.url()].map(patternOf);
  const browser = await launchEither('chrome', await builtExtension('chrome', { grant }));
  try {
    const map = await openOwn(browser, 'map.html');
    await until('the page', () =>
      map.evaluate(() => document.querySelector('.panel-tools button') !== null || undefined),
    );
    await offerFrom(map, `${here.url()}/wms`);
    await signInOpen(map, 'anna', PASSWORD);
    const host = new URL(there.url()).host;
    await until('the word about the other host', () =>
      map.evaluate(
        (name: string) =>
          document.querySelector<HTMLElement>('.elsewhere')?.innerText.includes(name) || undefined,
        host,
      ),
    );
    // The control for what follows: the credential went where it was given for, and nothing went there.
    expect(here.requests.some(({ headers }) => headers.authorization === SIGNED)).toBe(true);
    expect(there.requests).toEqual([]);
    await pressWord(map, 'Allow that too');
    await until('the consent', () =>
      map.evaluate(
        () => document.querySelector<HTMLElement>('.elsewhere')?.innerText.includes('Allowed') || undefined,
      ),
    );
    await choose(map, 'red');
    await shows(map, RED);
    expect(new Set(there.requests.map(({ headers }) => headers.authorization))).toEqual(new Set([SIGNED]));
    if (!browser.chromium) throw new Error('no Chromium');
    const saved = JSON.stringify(await savedIn(browser.chromium));
    expect(saved).toContain(`${there.url()}/wms`);
  } finally {
    await browser.close();
    await Promise.all([here.close(), there.close()]);
  }
});

import { expect, test } from 'vitest';
import { startServer } from '../../demo/server.ts';
import { makeCertificates } from '../servers/certificates.ts';
import { startTlsServer } from '../servers/tls-server.ts';
import { tempFolder } from './drivers/temp-folder.ts';
import { until } from './drivers/wait.ts';
import { sentence } from './support/state.ts';
import { answerWms, ask, emptyPage, mapOf, startWorld, type World } from './support/world.ts';

const HIDE = sentence('hideWarning');

test('a warning hidden for now is back after the browser was closed; one hidden for its host is not', async () => {
  const certificates = await makeCertificates(['now.example', 'always.example']);
  await using site = await startServer(emptyPage, { host: 'maps.localhost' });
  await using now = await startTlsServer(certificates.of('selfSigned'), answerWms, { host: 'now.example' });
  await using always = await startTlsServer(certificates.of('selfSigned'), answerWms, {
    host: 'always.example',
  });
  const hosts = [now, always].map((each) => new URL(each.url()).host) as [string, string];
  const profile = await tempFolder('chromium');
  const start = () => startWorld([site.url(), now.url(), always.url()], { profile });

  async function openMap({ browser, popup }: World) {
    const page = await browser.newPage(site.url());
    for (const { url } of [now, always]) expect(await ask(page, mapOf(`${url()}/wms`))).toBe(0);
    const tabId = await browser.tabId(page);
    const shown = await popup(page);
    for (const host of hosts) await shown.row(host).says(sentence('status_certificateProblem'));
    const badgeIs = (text: string) =>
      until(`the badge ${text}`, () =>
        browser.evaluateInWorker(
          async ([tabId, text]) => (await chrome.action.getBadgeText({ tabId })) === text,
          [tabId, text] as const,
        ),
      );
    const isLoud = async (host: string) => (await shown.row(host).text()).includes(HIDE);
    return { shown, badgeIs, isLoud };
  }

  {
    await using world = await start();
    const { shown, badgeIs, isLoud } = await openMap(world);
    await badgeIs('2');
    for (const [index, how] of (['hideForNow', 'hideForHost'] as const).entries()) {
      const host = hosts[index] ?? '';
      expect(await isLoud(host)).toBe(true);
      await shown.row(host).press(HIDE);
      await shown.page.getByRole('menuitem', { name: sentence(how) }).click();
      await until(`${host} to be quiet`, async () => !(await isLoud(host)));
    }
    await badgeIs('');
  }
  await using world = await start();
  const { badgeIs, isLoud } = await openMap(world);
  await badgeIs('1');
  expect(await Promise.all(hosts.map(isLoud))).toEqual([true, false]);
  expect([...now.requests, ...always.requests]).toEqual([]);
});

import { startLockingServer } from '/work/main/tests/servers/locking-server.ts';
import { makeCertificates } from '/work/main/tests/servers/certificates.ts';
import { launchChromium } from '/work/main/tests/e2e/drivers/chromium.ts';
import { builtExtension } from '/work/main/tests/e2e/drivers/extension.ts';
import { popupOf } from '/work/main/tests/e2e/support/harness.ts';
import { ask, signIn } from '/work/main/tests/e2e/support/world.ts';
import { until } from '/work/main/tests/e2e/drivers/wait.ts';
import { startServer } from '/work/main/demo/server.ts';
const site = await startServer((_, r) => { r.writeHead(200, {'content-type':'text/html'}).end('<title>m</title>'); }, { host: 'site.localhost' });
const certs = await makeCertificates(['svc.localhost']);
const extension = await builtExtension('chrome', { grant: ['http://svc.localhost/*','https://svc.localhost/*','http://site.localhost/*'] });
const browser = await launchChromium({ extension, ignoreCertificateErrors: true });

await browser.evaluateInWorker(() => {
  const g = globalThis as any; g.times = {}; g.stops = false; g.done = new Set();
  chrome.webRequest.onHeadersReceived.addListener((d) => {
    if (d.statusCode !== 401 || d.tabId < 0) return;
    g.times.first ??= Date.now();
    if (!g.stops || g.done.has(d.tabId)) return; g.done.add(d.tabId);
    chrome.scripting.executeScript({ target: { tabId: d.tabId }, injectImmediately: true, func: () => window.stop() }).then(() => { g.times.stopped = Date.now(); });
  }, { urls: ['<all_urls>'] }, ['responseHeaders', 'extraHeaders']);
  const orig = chrome.declarativeNetRequest.updateSessionRules.bind(chrome.declarativeNetRequest);
  (chrome.declarativeNetRequest as any).updateSessionRules = (u: any) => { if (u.removeRuleIds?.length) g.times.asked ??= Date.now(); return orig(u).then((r: any) => { if (u.removeRuleIds?.length) g.times.gone ??= Date.now(); return r; }); };
});
const stops = process.argv[3] === 'stop';
const runs = Number(process.argv[2] ?? 3);
async function run(http2: boolean, how: string, delay: number, mode: string) {
  const server = await startLockingServer({ username: 'v', password: 'old', host: 'svc.localhost', ...(http2 ? { http2: certs.of('good') } : {}) });
  const page = await browser.newPage(site.url());
  const base = `${server.url()}/geo/ows`;
  await ask(page, `${base}?SERVICE=WMS&REQUEST=GetCapabilities`);
  const popup = await popupOf(await browser.openPopup(page));
  await signIn(popup, new URL(server.url()).host, { method: 'Password', fields: { 'User name': 'v', Password: 'old' } });
  await popup.page.close();
  await page.bringToFront();
  await ask(page, `${base}?SERVICE=WMS&REQUEST=GetMap&LAYERS=a&x=0`);
  server.clear();
  await browser.evaluateInWorker((stops) => { (globalThis as any).times = {}; (globalThis as any).done = new Set(); (globalThis as any).stops = stops; }, stops);
  server.setDelay(delay);
  const h = mode === 'hold' ? server.hold() : null;
  await page.evaluate(({ base, how }) => {
    for (let n = 0; n < 60; n++) {
      const url = `${base}?SERVICE=WMS&REQUEST=GetMap&LAYERS=a&n=${n}`;
      if (how === 'fetch') void fetch(url).catch(() => 0); else { const i = new Image(); i.src = url; document.body.append(i); }
    }
  }, { base, how });
  if (h) { await until('held', () => h.waiting() >= (http2 ? 60 : 6), 3000).catch(() => console.log('held only', h.waiting())); server.setPassword('new'); h.release(); }
  else { await until('some', () => server.asked.length >= 15); server.setPassword('new'); }
  await until('all', () => server.asked.filter(a => a.byPage).length >= 60, 4000).catch(() => console.log('only', server.asked.length));
  await until('probe', () => server.asked.some(a => !a.byPage), 5000).catch(() => console.log('no probe'));
  const failed = server.asked.filter(a => a.status === 401 && a.authorization);
  const t0 = failed[0]?.at ?? 0;
  const times = await browser.evaluateInWorker(() => (globalThis as any).times as Record<string, number>);
  const rel = Object.fromEntries(Object.entries(times).map(([k,v]) => [k, v - (performance.timeOrigin + t0)|0]));
  console.log(JSON.stringify(rel), http2 ? 'h2' : 'h1', how, delay, mode, 'failures', server.failures(), 'last after first ms', ((failed.filter(f=>f.byPage).at(-1)?.at ?? 0) - t0).toFixed(0), 'probe ms', ((server.asked.find(a=>!a.byPage)?.at??0)-t0).toFixed(0));
  await page.close();
  await server.close();
  return server.failures();
}
for (const how of ['img','fetch']) for (const [http2, delay, mode] of [[false,0,'hold'],[false,30,'hold'],[false,30,'run'],[false,100,'hold'],[false,100,'run'],[false,300,'run']] as const)
  for (let i = 0; i < runs; i++) await run(http2, how, delay, mode);
await browser.close(); await site.close();

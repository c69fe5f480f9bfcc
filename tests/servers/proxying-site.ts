import { refuse, send, sendJson } from '../../demo/answers.ts';
import { blankPng } from '../../demo/draw.ts';
import { byNumber, type RecordingServer, startServer } from '../../demo/server.ts';

/** A site whose own server fetches the maps: by its proxy for the screen, by itself for a print. */
export interface ProxyingSite extends AsyncDisposable {
  server: RecordingServer;
  /**
   * The page with one picture, fetched through `/proxy?url=`; its button `#print` asks for a print of the same layer and shows
   * in `#printed` how that ended. It says `layerStates()` as the other client pages do, for `layer` and `print`.
   */
  page(layer: string): string;
  close(): Promise<void>;
}

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>A map by proxy</title><link rel="icon" href="data:," /></head>
  <body><button id="print">Print</button><p id="printed"></p><script type="module" src="/app.js"></script></body>
</html>`;

/** Prints as the clients of MapFish Print 3 do: a report is ordered, asked after, and downloaded. */
const APP = `
const layer = new URLSearchParams(location.search).get('layer');
const states = { layer: 'waiting', print: 'waiting' };
window.layerStates = () => ({ ...states });
const image = new Image();
image.onload = () => { states.layer = 'shown'; };
image.onerror = () => { states.layer = 'refused'; };
image.src = '/proxy?url=' + encodeURIComponent(layer);
document.body.append(image);
document.querySelector('#print').onclick = async () => {
  const body = JSON.stringify({ layout: 'A4', attributes: { map: { layers: [{ type: 'image', baseURL: layer }] } } });
  const headers = { 'Content-Type': 'application/json' };
  const ordered = await (await fetch('/print/app/report.pdf', { method: 'POST', headers, body })).json();
  const { done } = await (await fetch(ordered.statusURL)).json();
  const report = done ? await fetch(ordered.downloadURL) : null;
  await report?.blob();
  states.print = report?.ok ? 'shown' : 'refused';
  document.querySelector('#printed').textContent = states.print;
};`;

/** Starts the site on loopback. Its server hands on no header of the browser's: what it asks for is never signed. */
export async function startProxyingSite(host = 'portal.localhost'): Promise<ProxyingSite> {
  const server = await startServer(
    async ({ method, path, query }, response) => {
      const target = query.get('url');
      if (path === '/') return send(response, 'text/html; charset=utf-8', PAGE);
      if (path === '/app.js') return send(response, 'text/javascript; charset=utf-8', APP);
      if (path === '/proxy' && target !== null && URL.canParse(target)) {
        const answer = await fetch(byNumber(target), { signal: AbortSignal.timeout(5000) });
        const type = answer.headers.get('content-type') ?? 'application/octet-stream';
        return send(response, type, await answer.bytes(), {}, answer.status);
      }
      if (path === '/print/app/report.pdf' && method === 'POST') {
        return sendJson(response, {
          ref: 'one',
          statusURL: '/print/status/one.json',
          downloadURL: '/print/report/one',
        });
      }
      if (path === '/print/status/one.json') return sendJson(response, { done: true, status: 'finished' });
      // A sheet without the layers that were refused to the server.
      if (path === '/print/report/one') {
        return send(response, 'image/png', blankPng(), { 'Cache-Control': 'max-age=3600' });
      }
      refuse(response, 404, 'There is no such thing here.');
    },
    { host },
  );
  return {
    server,
    page: (layer) => `${server.url()}/?${new URLSearchParams({ layer })}`,
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

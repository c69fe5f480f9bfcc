/** How a page can ask for an address. `post` and the other methods go by fetch. */
export type ProbeWay =
  | 'fetch'
  | 'no-cors'
  | 'head'
  | 'post'
  | 'put'
  | 'delete'
  | 'img'
  | 'img-cors'
  | 'iframe'
  | 'worker';

/** What came of it. For pictures and frames a page sees no status; `text` has at most 500 characters. */
export interface ProbeResult {
  ok: boolean;
  status?: number;
  url?: string;
  text?: string;
}

declare global {
  interface Window {
    /** Asks for `url` in one way and says what the page's own code can see of the answer; never rejects. */
    probe(way: ProbeWay, url: string, headers?: Record<string, string>): Promise<ProbeResult>;
  }
}

async function byFetch(method: string, url: string, headers: Record<string, string>): Promise<ProbeResult> {
  const mode = method === 'no-cors' ? 'no-cors' : 'cors';
  const name = method === 'no-cors' || method === 'fetch' ? 'GET' : method.toUpperCase();
  const body = name === 'POST' || name === 'PUT' ? { body: 'a=1' } : {};
  const response = await fetch(url, { method: name, mode, headers, cache: 'no-store', ...body });
  const text = (await response.text()).slice(0, 500);
  return { ok: response.ok, status: response.status, url: response.url, text };
}

function byElement(way: 'img' | 'img-cors' | 'iframe', url: string): Promise<ProbeResult> {
  const element = document.createElement(way === 'iframe' ? 'iframe' : 'img');
  if (way === 'img-cors') element.setAttribute('crossorigin', 'anonymous');
  return new Promise((resolve) => {
    element.onload = () => resolve({ ok: true });
    element.onerror = () => resolve({ ok: false });
    element.src = url;
    document.body.append(element);
  });
}

function byWorker(url: string): Promise<ProbeResult> {
  const script = `fetch(${JSON.stringify(url)}, { cache: 'no-store' })
    .then((response) => postMessage({ ok: response.ok, status: response.status, url: response.url }))
    .catch(() => postMessage({ ok: false }))`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data as ProbeResult);
  });
}

window.probe = async (way, url, headers = {}) => {
  try {
    if (way === 'worker') return await byWorker(url);
    if (way === 'img' || way === 'img-cors' || way === 'iframe') return await byElement(way, url);
    return await byFetch(way, url, headers);
  } catch {
    return { ok: false };
  }
};

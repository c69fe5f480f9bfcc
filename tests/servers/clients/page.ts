import type { ClientConfig } from './config.ts';

const states: Record<string, 'waiting' | 'shown' | 'refused'> = {};

/** What the page is asked to show. */
export const config = JSON.parse(
  new URLSearchParams(location.search).get('config') ?? '{"layers":[]}',
) as ClientConfig;

/** Notes how a request of a layer ended. */
export function report(id: string, shown: boolean): void {
  if (states[id] !== 'shown') states[id] = shown ? 'shown' : 'refused';
}

/** Fetches a picture by script and gives an address for it, or rejects when it was refused. */
export async function fetchPicture(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  return URL.createObjectURL(await response.blob());
}

for (const { id } of config.layers) states[id] = 'waiting';
window.layerStates = () => ({ ...states });

function add<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): void {
  document.querySelector('#extras')!.append(Object.assign(document.createElement(name), properties));
}

const { info, legend, download } = config;
if (info) add('iframe', { id: 'info', title: 'Information', src: info });
if (legend) {
  states.legend = 'waiting';
  const ended = (shown: boolean) => () => report('legend', shown);
  add('img', { id: 'legend', alt: 'Legend', src: legend, onload: ended(true), onerror: ended(false) });
}
if (download) {
  add('a', { id: 'link', href: download, textContent: 'Open' });
  add('a', { id: 'download', href: download, download: '', textContent: 'Download' });
}

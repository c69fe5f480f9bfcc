/** Ways in which a page asks for an address: self-contained functions that a driver runs there. */

export function loadImage(src: string): Promise<string> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve('shown');
    image.onerror = () => resolve('refused');
    image.src = src;
  });
}

/** By the dedicated worker at `/worker.js`. */
export function askByWorker(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    const worker = new Worker('/worker.js');
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(url);
  });
}

/** By an image in a frame that has no origin. */
export function askBySandboxedFrame(src: string): Promise<unknown> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    frame.srcdoc = `<img src="${src}">`;
    frame.onload = resolve;
    document.body.append(frame);
  });
}

/** Puts the answer of an address into a store, and then a service worker in control. */
export async function keepByServiceWorker(url: string): Promise<void> {
  await (await caches.open('tiles')).add(url);
  const inControl = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve);
  });
  await navigator.serviceWorker.register('/service-worker.js');
  await inControl;
}

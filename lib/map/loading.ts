import { readBody, textOf } from './body.ts';
import type { LayerTrouble } from './ports.ts';
import { beginsAsPicture, LayerFailure, troubleOf, UNREACHABLE, type Wanted } from './trouble.ts';

const LONGEST_MS = 60_000;
const MOST_BYTES = 64 * 1024 * 1024;
const START_BYTES = 4096;

export interface LoaderEvents {
  loading(isLoading: boolean): void;
  trouble(trouble: LayerTrouble): void;
  fine(): void;
}

export interface Loaded {
  /** After the browser's redirects. */
  url: string;
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Everything a layer asks for goes through its one loader: without cookies, within a minute, at most 64 MB, given up when
 * the layer is. What went wrong is told once each, and rejected with a {@link LayerFailure}.
 */
export interface Loader {
  /** @returns null for a tile that does not exist. */
  load(url: string, wanted: Wanted, signal?: AbortSignal): Promise<Loaded | null>;
  json(url: string, signal?: AbortSignal): Promise<unknown>;
  text(url: string, signal?: AbortSignal, wanted?: 'data' | 'words'): Promise<string>;
  /** Puts a picture into an image element; resolves when it is decoded, with false for a tile that does not exist. */
  picture(image: HTMLImageElement, url: string, wanted: Wanted, signal?: AbortSignal): Promise<boolean>;
  /** Tells of trouble that is not a request's. */
  tell(trouble: LayerTrouble): void;
  readonly isBusy: boolean;
  /** Gives up all that is asked, without a word, and asks for nothing more. */
  stop(): void;
}

/**
 * @param fetch the page's.
 * @param isAnew whether the browser's cache may not answer the first request of each address: after a sign-in it holds
 *   what everybody was sent.
 */
export function createLoader(fetch: typeof globalThis.fetch, events: LoaderEvents, isAnew = false): Loader {
  const ended = new AbortController();
  const asked = new Set<string>();
  let running = 0;
  let isTroubled = false;

  const tell = (trouble: LayerTrouble) => {
    if (ended.signal.aborted) return;
    isTroubled = true;
    events.trouble(trouble);
  };

  async function counted<T>(work: () => Promise<T>): Promise<T> {
    running += 1;
    if (running === 1) events.loading(true);
    try {
      return await work();
    } finally {
      running -= 1;
      if (running === 0) events.loading(false);
    }
  }

  const load: Loader['load'] = (url, wanted, signal) =>
    counted(async () => {
      const given = signal === undefined ? [ended.signal] : [ended.signal, signal];
      const late = AbortSignal.timeout(LONGEST_MS);
      try {
        const cache = isAnew && !asked.has(url) ? 'reload' : 'default';
        asked.add(url);
        const options = { cache, signal: AbortSignal.any([...given, late]) } as const;
        const response = await fetch(url, {
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          ...options,
        });
        const loaded = await read(response, url, wanted);
        if (loaded !== null && isTroubled && !ended.signal.aborted) {
          isTroubled = false;
          events.fine();
        }
        return loaded;
      } catch (error) {
        for (const each of given) each.throwIfAborted();
        const failure = error instanceof LayerFailure ? error : new LayerFailure(UNREACHABLE);
        tell(failure.trouble);
        throw failure;
      }
    });

  const text: Loader['text'] = async (url, signal, wanted = 'data') => {
    const loaded = await load(url, wanted, signal);
    return loaded === null ? '' : textOf(loaded.bytes, loaded.contentType);
  };

  return {
    load,
    text,
    json: async (url, signal) => {
      const read = await text(url, signal);
      try {
        return JSON.parse(read) as unknown;
      } catch {
        const failure = new LayerFailure({ what: 'empty', status: 200, words: '' });
        tell(failure.trouble);
        throw failure;
      }
    },
    picture: async (image, url, wanted, signal) => {
      const loaded = await load(url, wanted, signal);
      if (loaded === null) return false;
      const shown = await show(image, loaded).catch(() => false);
      if (shown) return true;
      const failure = new LayerFailure({ what: 'empty', status: 200, words: '' });
      tell(failure.trouble);
      throw failure;
    },
    tell,
    get isBusy() {
      return running > 0;
    },
    stop: () => ended.abort(),
  };
}

async function read(response: Response, url: string, wanted: Wanted): Promise<Loaded | null> {
  const bytes = await readBody(response, MOST_BYTES);
  const contentType = response.headers.get('content-type') ?? '';
  const latin = String.fromCharCode(...bytes.subarray(0, 12));
  const isPicture = beginsAsPicture(latin);
  // `error` of a whole JSON answer can only be read where the answer is short.
  const length = bytes.length <= START_BYTES * 16 ? bytes.length : START_BYTES;
  const start = isPicture ? '' : textOf(bytes.subarray(0, length), contentType);
  const type = isPicture ? 'image/*' : contentType;
  const found = troubleOf({ url, status: response.status, contentType: type, start }, wanted);
  if (found === 'outside') return null;
  if (found !== null) throw new LayerFailure(found);
  if (wanted === 'tile' && bytes.length === 0) return null;
  return { url: response.url || url, contentType, bytes };
}

/** By object URL, which lives until the picture is decoded. */
async function show(image: HTMLImageElement, { bytes, contentType }: Loaded): Promise<boolean> {
  const type = /^image\//i.test(contentType) ? contentType : '';
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  try {
    image.src = address;
    await image.decode();
    return true;
  } finally {
    URL.revokeObjectURL(address);
  }
}

import { describe, expect, test } from 'vitest';
import { createLoader } from '../../../lib/map/loading.ts';

const URL_ASKED = 'https://geo.example.com/items';

/** A loader of a service that answers so, one after the other; what it was asked, and what it told. */
function loaderOf(answers: (() => Response | Promise<Response>)[], isAnew = false) {
  const asked: RequestInit[] = [];
  const told: string[] = [];
  const fetch: typeof globalThis.fetch = async (_, options) => {
    asked.push(options ?? {});
    const signal = options?.signal;
    const answer = answers.shift();
    if (answer !== undefined) return answer();
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
  const loader = createLoader(
    fetch,
    {
      loading: (isLoading) => told.push(isLoading ? 'busy' : 'idle'),
      trouble: ({ what, status }) => told.push(`${what} ${status}`),
      fine: () => told.push('fine'),
    },
    isAnew,
  );
  return { loader, asked, told };
}

const json = () => new Response('{"a":1}', { headers: { 'content-type': 'application/json' } });
const refusal = () => new Response('No', { status: 401 });

describe('what a layer asks for', () => {
  test('carries no cookie, no referrer and no credential', async () => {
    const { loader, asked } = loaderOf([json]);
    expect(await loader.json(URL_ASKED)).toEqual({ a: 1 });
    expect(asked[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    expect(asked[0]).not.toHaveProperty('headers');
  });

  test('tells of trouble, and once that it is over', async () => {
    const { loader, told } = loaderOf([refusal, json, json]);
    await expect(loader.json(URL_ASKED)).rejects.toThrow('refused');
    await loader.json(URL_ASKED);
    await loader.json(URL_ASKED);
    expect(told.filter((each) => !/busy|idle/.test(each))).toEqual(['refused 401', 'fine']);
    expect(told.filter((each) => /busy|idle/.test(each))).toEqual([
      'busy',
      'idle',
      'busy',
      'idle',
      'busy',
      'idle',
    ]);
  });

  test('a server that is not there is unreachable; what is no JSON is empty', async () => {
    const gone = () => Promise.reject(new TypeError('Failed to fetch'));
    const { loader, told } = loaderOf([gone, () => new Response('no json')]);
    await expect(loader.json(URL_ASKED)).rejects.toThrow('unreachable');
    await expect(loader.json(URL_ASKED)).rejects.toThrow('empty');
    expect(told.filter((each) => !/busy|idle|fine/.test(each))).toEqual(['unreachable 0', 'empty 200']);
  });

  test('what is given up is given up without a word', async () => {
    const { loader, told, asked } = loaderOf([]);
    const running = loader.json(URL_ASKED);
    expect(loader.isBusy).toBe(true);
    loader.stop();
    await expect(running).rejects.toThrow('abort');
    expect(asked[0]?.signal?.aborted).toBe(true);
    expect(told).toEqual(['busy', 'idle']);
  });

  test('after a sign-in the first answer of each address is no cached one', async () => {
    const { loader, asked } = loaderOf([json, json, json], true);
    await loader.json(URL_ASKED);
    await loader.json(URL_ASKED);
    await loader.json(`${URL_ASKED}?page=2`);
    expect(asked.map(({ cache }) => cache)).toEqual(['reload', 'default', 'reload']);
  });

  test('tiles that do not exist are nothing, and no trouble', async () => {
    const { loader, told } = loaderOf([
      () => new Response('', { status: 404 }),
      () => new Response(null, { status: 204 }),
    ]);
    expect(await loader.load(URL_ASKED, 'tile')).toBeNull();
    expect(await loader.load(URL_ASKED, 'tile')).toBeNull();
    expect(told).not.toContain('missing 404');
  });
});

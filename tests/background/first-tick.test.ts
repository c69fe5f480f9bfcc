import { expect, test } from 'vitest';
import { fromFirstTick } from '../../entrypoints/background/first-tick.ts';
import type { Answer, Watcher } from '../../lib/platform/watch.ts';
import { settled } from '../fakes/interruptions.ts';

import { PREFIX, SITE } from '../fakes/records.ts';

/** Writes down what it hears. */
function listener(deaf: (heard: string) => boolean = () => false) {
  const heard: string[] = [];
  const hear = (what: string) => {
    heard.push(what);
    if (deaf(what)) throw new Error('no');
  };
  const watcher: Watcher = {
    starts: ({ id }) => hear(`starts ${id}`),
    answers: ({ id, status }) => hear(`answers ${id} ${status}`),
    redirects: ({ id, to }) => hear(`redirects ${id} ${to}`),
    fails: ({ id, error }) => hear(`fails ${id} ${error}`),
  };
  return { heard, watcher };
}

const request = (id: string): Answer => ({
  ...{
    id,
    url: PREFIX,
    method: 'get',
    type: 'image',
    tabId: 1,
    frameId: 0,
    parentFrameId: -1,
    site: SITE,
    at: 0,
  },
  ...{ status: 200, headers: [] },
});

/** A worker that gets ready when told. */
function early() {
  let ready = (_: Watcher) => {};
  let fail = (_: unknown) => {};
  const promise = new Promise<Watcher>((resolve, reject) => {
    ready = resolve;
    fail = reject;
  });
  return {
    watcher: fromFirstTick(promise),
    ready: (to: Watcher) => ready(to),
    fail: () => fail(new Error('x')),
  };
}

test('what is told before the worker is ready comes in order, and before what follows', async () => {
  const { watcher, ready } = early();
  const { heard, watcher: to } = listener();
  watcher.starts(request('a'));
  watcher.redirects({ ...request('a'), to: 'b' });
  watcher.answers(request('a'));
  watcher.fails({ ...request('c'), error: 'x' });
  ready(to);
  watcher.starts(request('d'));
  expect(heard).toEqual([]);
  await settled();
  watcher.starts(request('e'));
  expect(heard).toEqual(['starts a', 'redirects a b', 'answers a 200', 'fails c x', 'starts d', 'starts e']);
});

test('a thousand early ones: none is lost, none comes twice', async () => {
  const { watcher, ready } = early();
  const { heard, watcher: to } = listener();
  for (let n = 0; n < 1000; n++) watcher.starts(request(String(n)));
  ready(to);
  await settled();
  await settled();
  expect(heard).toEqual(Array.from({ length: 1000 }, (_, n) => `starts ${n}`));
});

test('one that goes wrong does not take the others along', async () => {
  const { watcher, ready } = early();
  const { heard, watcher: to } = listener((what) => what === 'starts 1');
  for (let n = 0; n < 3; n++) watcher.starts(request(String(n)));
  ready(to);
  await settled();
  expect(heard).toEqual(['starts 0', 'starts 1', 'starts 2']);
});

test('a worker that does not get ready: nobody hears, nothing is kept, nothing is left unhandled', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const { watcher, fail } = early();
    watcher.starts(request('a'));
    fail();
    await settled();
    watcher.starts(request('b'));
    await settled();
    expect(unhandled).toEqual([]);
    // The test can see one.
    void Promise.reject(new Error('seen'));
    await settled();
    expect(unhandled).toHaveLength(1);
  } finally {
    process.off('unhandledRejection', note);
  }
});

import { afterAll, afterEach, beforeEach } from 'vitest';

/**
 * One world (browser, servers, what is signed in) for all tests of a file or a `describe`, made for the first of them.
 * A test that fails takes it along, so that the next one begins in a new world and fails for reasons of its own alone.
 * Each test begins with whatever the one before left: a `beforeEach` of the file brings it in order and asserts that.
 * @param begin what is done in each new world, once.
 * @param again what is done before every test but the first of a world.
 * @returns the world of the test that runs.
 */
export function shared<W extends AsyncDisposable>(
  start: () => Promise<W>,
  begin: (world: W) => Promise<void> = async () => undefined,
  again: (world: W) => Promise<void> = async () => undefined,
): () => W {
  let world: W | undefined;
  const end = async () => {
    const ending = world;
    world = undefined;
    await ending?.[Symbol.asyncDispose]();
  };
  beforeEach(async () => {
    if (world !== undefined) return again(world);
    world = await start();
    await begin(world);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await end();
  });
  afterAll(end);
  return () => {
    if (world === undefined) throw new Error('Nothing was started');
    return world;
  };
}

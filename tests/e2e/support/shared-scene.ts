import type { Handler } from '../../../demo/server.ts';
import { installedAnew } from './chromium-anew.ts';
import { type Scene, scene } from './scene.ts';
import { shared } from './shared.ts';

/** One scene for all tests of a file or a `describe`; each test begins as after the installation. */
export const sharedScene = (answer: Handler): (() => Scene) =>
  shared(
    () => scene(answer),
    undefined,
    async ({ browser, service }) => {
      await installedAnew(browser);
      service.clear();
    },
  );

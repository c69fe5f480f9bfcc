/**
 * Measures what the README's figures say, and prints them as tables. It asserts nothing: a figure depends on the machine.
 *
 *   npm run bench                      everything
 *   npm run bench -- worker requests   some of: sizes, worker, vault, sign-in, popup, requests, watch, memory, guard
 */
import { cpus, totalmem } from 'node:os';
import { buildLayerkey } from './build.ts';
import { benchGuard } from './guard.ts';
import { benchMemory } from './memory.ts';
import { benchPopup } from './popup.ts';
import { benchRequests } from './requests.ts';
import { benchWorker } from './rules.ts';
import { benchSignIn } from './sign-in.ts';
import { benchSizes } from './sizes.ts';
import { benchVault } from './vault.ts';
import { benchWatch } from './watch.ts';

const layerkey = await buildLayerkey();
const PARTS: Record<string, () => Promise<string> | string> = {
  sizes: () => benchSizes(layerkey),
  worker: benchWorker,
  vault: benchVault,
  'sign-in': () => benchSignIn(layerkey),
  popup: () => benchPopup(layerkey),
  requests: () => benchRequests(layerkey),
  watch: () => benchWatch(layerkey),
  memory: () => benchMemory(layerkey),
  guard: () => benchGuard(layerkey),
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(1);
}
const [processor] = cpus();
console.log(
  `${cpus().length} × ${processor?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, headless Chromium\n`,
);
for (const [name, bench] of Object.entries(PARTS)) {
  if (asked.length === 0 || asked.includes(name)) console.log(`${await bench()}\n`);
}

// Brings what a command needs: the npm packages, and Debian's programs. Runs on bare Node 20, before any package is
// there, and is quick and quiet when nothing is missing.   node scripts/setup.mjs --for start|test|geodi-validator
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPackages, missingPackages } from './lib/apt.mjs';

const START = ['chromium'];
/** Debian's names of what each command runs. */
const PACKAGES = {
  start: START,
  'geodi-validator': [],
  test: [
    ...START,
    'firefox-esr',
    // a screen, and hands on it
    'xvfb',
    'xauth',
    'xdotool',
    'imagemagick',
    'x11-utils',
    // geo-services, and what stands before them
    'nginx',
    'openssl',
    'spawn-fcgi',
    'cgi-mapserver',
    'qgis-server-bin',
    'qgis-server-wms',
    // QGIS itself, to read the files that we write for it
    'python3-qgis',
    // an identity provider
    'glewlwyd',
  ],
};

const folder = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { for: { type: 'string' } } });
const wanted = PACKAGES[values.for];
if (!wanted) fail('Usage: node scripts/setup.mjs --for start|test|geodi-validator');

if (!npmPackagesAreCurrent()) {
  console.log('Installing the npm packages ...');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) fail('The npm packages could not be installed.');
}

const missing = missingPackages(wanted);
if (missing.length > 0) {
  console.log(`Installing ${missing.join(', ')} ...`);
  const failure = installPackages(missing);
  if (failure) fail(failure);
}

/**
 * Whether `node_modules` is what `package-lock.json` asks for: npm keeps a copy of the lock there, in which every
 * package that it installed has the version of the lock. Packages for other systems are in the lock alone.
 */
function npmPackagesAreCurrent() {
  const copy = `${folder}node_modules/.package-lock.json`;
  const lock = `${folder}package-lock.json`;
  if (!existsSync(copy)) return false;
  if (statSync(copy).mtimeMs >= statSync(lock).mtimeMs) return true;
  const installed = JSON.parse(readFileSync(copy, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(lock, 'utf8')).packages;
  return Object.entries(locked).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

import { spawnSync } from 'node:child_process';

/**
 * Which of these Debian packages are not installed. Where there is no dpkg: all of them.
 * @param {string[]} names
 */
export function missingPackages(names) {
  const format = `--showformat=\${Package} \${db:Status-Status}\\n`;
  const { stdout, error } = spawnSync('dpkg-query', ['--show', format, ...names], { encoding: 'utf8' });
  if (error) return names;
  const lines = new Set(stdout.split('\n'));
  return names.filter((name) => !lines.has(`${name} installed`));
}

/**
 * Installs Debian packages, as root or with a sudo that asks nothing.
 * @param {string[]} names
 * @returns {string | null} what to do by hand where that cannot be done, in one line
 */
export function installPackages(names) {
  if (spawnSync('apt-get', ['--version']).error)
    return `Please install these programs (Debian's names): ${names.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  const canSudo = !isRoot && spawnSync('sudo', ['-n', 'true']).status === 0;
  const byHand = `Please run: sudo apt-get install --no-install-recommends ${names.join(' ')}`;
  if (!isRoot && !canSudo) return byHand;

  const run = (/** @type {string[]} */ ...args) => {
    const command = [
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      '-o',
      'Dpkg::Use-Pty=0',
      ...args,
    ];
    const [program = '', ...rest] = canSudo ? ['sudo', '-n', ...command] : command;
    return spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  // The lists of a fresh machine are empty or old; an update that fails may still leave enough to install from.
  run('update');
  return run('install', '-y', '--no-install-recommends', ...names) ? null : byHand;
}

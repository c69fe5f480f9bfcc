/** What files of projects end in. */
const ENDING = '.layerkey.json';

/** Longer ones do not fit on every disk with the ending. */
const LONGEST = 80;

/**
 * A name for the file of a project that every system takes: no characters that are reserved in Windows' names (Microsoft,
 * "Naming Files, Paths, and Namespaces"), none that cannot be seen or that turn the reading direction, no dots at its ends,
 * none of its device names.
 */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\.layerkey(?:\.json)?$/i, '');
  const cut = [...plain]
    .slice(0, LONGEST)
    .join('')
    .replace(/^[ .~]+|[ .]+$/g, '');
  const isDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(cut);
  return `${cut === '' ? 'map' : isDevice ? `map ${cut}` : cut}${ENDING}`;
}

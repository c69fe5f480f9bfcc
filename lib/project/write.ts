import { checked } from './checked.ts';
import type { Project } from './model.ts';
import { VERSION } from './read.ts';

/**
 * The project as a file: the same text for the same project. What the format does not know is not in it, whatever the object
 * holds; and no address with a secret, wherever it came from.
 * @throws AppError as {@link checked}
 */
export function writeProject(project: Project): string {
  const { name, view, sources, tree } = checked(project).bare;
  const file = {
    layerkey: VERSION,
    name,
    view,
    sources: sources.map(({ needs: _, ...source }) => source),
    keyVault: sources.flatMap(({ id, needs }) => (needs ? [{ sourceId: id, ...needs }] : [])),
    layers: tree,
  };
  return `${JSON.stringify(file, null, 2).replace(NUMBERS, onOneLine)}\n`;
}

/** A list of numbers over several lines. Within a text there is no line break. */
const NUMBERS = /\[\n[-\d.e+,\s]+\]/g;

function onOneLine(list: string): string {
  return list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']');
}

import * as v from 'valibot';
import { cleaned } from './cleaned.ts';
import { limitProject } from './limits.ts';
import type { Project } from './model.ts';
import { VERSION } from './read.ts';
import { ProjectSchema } from './schema.ts';

/**
 * The project as a file: the same text for the same project. What the format does not know is not in it, whatever the object
 * holds; and no address with a secret, wherever it came from.
 * @throws AppError `projectTooMany`, `projectAddress` ($1 name); a valibot error where it is no project
 */
export function writeProject(project: Project): string {
  limitProject(project.tree, project.sources);
  const { name, view, sources, tree } = v.parse(ProjectSchema, cleaned(project, { anew: true }).project);
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

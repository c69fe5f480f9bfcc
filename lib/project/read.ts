import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { type Cleaned, cleaned } from './cleaned.ts';
import { LONGEST_FILE, limitProject } from './limits.ts';
import type { Project } from './model.ts';
import { FileSchema, type ProjectFile } from './schema.ts';

/** Version of the file. A newer one is refused: what it says is not known here, and saving it would lose that. */
export const VERSION = 1;

/**
 * Reads a project file. What was secret in its addresses is moved out and told; members that this version does not know
 * are left out.
 * @throws AppError `projectDamaged`, `projectNewer`, `projectTooBig`, `projectTooMany`, `projectAddress` ($1 name)
 */
export function readProject(text: string): Cleaned {
  if (text.length > LONGEST_FILE) throw new AppError('projectTooBig');
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw new AppError('projectDamaged');
  const { layerkey: version, ...members } = value as Record<string, unknown>;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new AppError('projectDamaged');
  }
  if (version > VERSION) throw new AppError('projectNewer');
  limitProject(members.layers, members.sources);
  const result = v.safeParse(FileSchema, members, { abortEarly: true });
  if (!result.success) throw whatIsWrong(result.issues[0]);
  return cleaned(toProject(result.output));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new AppError('projectDamaged', [], { cause });
  }
}

/** An address that is none has a sentence of its own: somebody wrote it by hand, or means harm. */
function whatIsWrong(issue: v.BaseIssue<unknown>): AppError {
  const path = issue.path ?? [];
  const isAddress = ['url', 'legend', 'style'].includes(String(path.at(-1)?.key));
  if (!isAddress || typeof issue.input !== 'string') return new AppError('projectDamaged');
  const near = path.map(({ value }) => value as { name?: unknown; id?: unknown } | null);
  const words = near.map((each) => each?.name || each?.id).filter((each) => typeof each === 'string');
  return new AppError('projectAddress', [(words.at(-1) ?? '').slice(0, 60)]);
}

/** The KeyVault's words stand at their sources in memory. */
function toProject({ name, view, sources, keyVault, layers }: ProjectFile): Project {
  const needs = new Map(keyVault.map(({ sourceId, ...each }) => [sourceId, each]));
  return {
    name,
    view,
    tree: layers,
    sources: sources.map((source) => {
      const own = needs.get(source.id);
      return own ? { ...source, needs: own } : source;
    }),
  };
}

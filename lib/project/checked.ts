import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { type Cleaned, cleaned } from './cleaned.ts';
import { limitProject } from './limits.ts';
import type { Project } from './model.ts';
import { ProjectSchema } from './schema.ts';

export interface Checked extends Cleaned {
  /** The same with nothing in it that a project has no place for, all new. */
  bare: Project;
}

/**
 * A project as it may be kept: cleaned and within its limits. What the map page makes of a service's answers goes through here
 * as what is in a file does.
 * @throws AppError `projectTooMany`, `projectAddress` ($1 name), `projectRefused` where it is no project
 */
export function checked(project: Project): Checked {
  limitProject(project.tree, project.sources);
  const clean = cleaned(project);
  const result = v.safeParse(ProjectSchema, clean.project, { abortEarly: true });
  if (!result.success) throw new AppError('projectRefused');
  return { ...clean, bare: result.output };
}

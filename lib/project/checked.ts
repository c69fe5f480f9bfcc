import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { type Cleaned, cleaned } from './cleaned.ts';
import { limitProject } from './limits.ts';
import type { Project } from './model.ts';
import { ChangedSchema } from './schema.ts';

/**
 * A project as it may be kept: cleaned and within its limits. What the map page makes of a service's answers goes through here
 * as what is in a file does.
 * @throws AppError `projectTooMany`, `projectAddress` ($1 name), `projectRefused` where it is no project
 */
export function checked(project: Project): Cleaned {
  limitProject(project.tree, project.sources);
  const clean = cleaned(project);
  if (!v.is(ChangedSchema, clean.project)) throw new AppError('projectRefused');
  return clean;
}

import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { type Cleaned, cleaned } from './cleaned.ts';
import { limitProject } from './limits.ts';
import type { Project } from './model.ts';
import { ProjectSchema } from './schema.ts';

/**
 * A project as it may be kept: cleaned, within its limits, and nothing in it that a project has no place for. What the map page
 * makes of a service's answers goes through here as what is in a file does.
 * @throws AppError `projectTooMany`, `projectAddress` ($1 name), `projectDamaged` where it is no project
 */
export function checked(project: Project): Cleaned {
  limitProject(project.tree, project.sources);
  const { project: clean, found } = cleaned(project);
  const result = v.safeParse(ProjectSchema, clean, { abortEarly: true });
  if (!result.success) throw new AppError('projectDamaged');
  return { project: result.output, found };
}

import * as v from 'valibot';
import { LONGEST_FILE } from '../project/limits.ts';

const ProjectId = v.pipe(v.string(), v.regex(/^[0-9a-z]{7}$/));

/** Commands about the projects that the map page keeps by itself. None holds a credential. */
export const PROJECT_COMMANDS = {
  /** Answered, as the others but `readProject` are, with the list of projects. */
  projects: v.strictObject({}),
  /** Keeps the open project, so that a crash loses nothing; of more than ten, the oldest is dropped. */
  keepProject: v.strictObject({
    id: ProjectId,
    name: v.pipe(v.string(), v.maxLength(500)),
    text: v.pipe(v.string(), v.maxLength(LONGEST_FILE)),
    /** True where a file of the user's holds the same. */
    saved: v.boolean(),
  }),
  /** Answered with its text, and whether a file holds the same. */
  readProject: v.strictObject({ id: ProjectId }),
  dropProject: v.strictObject({ id: ProjectId }),
} as const;

/** A project that is kept on this device. */
export interface KeptProject {
  id: string;
  name: string;
  /** When it was last kept, in ms since the epoch. */
  at: number;
  /** True where a file of the user's held the same then. */
  saved: boolean;
}

import type { Failure } from '../../lib/errors.ts';

export interface ProjectNoticeProps {
  trouble: Failure | null;
  /** Hosts whose key or password was moved out of an address. */
  moved: readonly string[];
  onDismiss: () => void;
}

/** What is to be known about the open project, under its bar; nothing where all is well. */
export function ProjectNotice(_: ProjectNoticeProps) {
  return null;
}

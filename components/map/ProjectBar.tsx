import type { KeptProject } from '../../lib/messages/map-protocol.ts';

export interface ProjectBarProps {
  name: string;
  /** True where something changed since the project was last saved to a file, or opened from one. */
  dirty: boolean;
  /** Those that can be opened again, the newest first; without the open one. */
  kept: readonly KeptProject[];
  onNew: () => void;
  onOpenFile: (file: File) => void;
  onOpenKept: (id: string) => void;
  onSave: () => void;
  onSaveAs: (name: string) => void;
  onRename: (name: string) => void;
  onDropKept: (id: string) => void;
}

/** The open project: its name, and what is done with it as a whole. */
export function ProjectBar({ name }: ProjectBarProps) {
  return <div class="project-bar">{name}</div>;
}

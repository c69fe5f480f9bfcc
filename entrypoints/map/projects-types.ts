import type { Failure } from '../../lib/errors.ts';
import type { KeptProject } from '../../lib/messages/map-protocol.ts';
import type { CommandPayload } from '../../lib/messages/protocol.ts';
import type * as platform from '../../lib/platform/page.ts';
import type { Project } from '../../lib/project/model.ts';

/** What projects need of the platform, so that a test can stand in for it. */
export type ProjectsPort = Pick<typeof platform, 'send' | 'saveFile'>;

/** What `useProjects(port)` gives the map page. */
export interface Projects {
  /** The open one. Never holds a secret: what comes in an address is moved out. */
  project: Project;
  /** False until the project that was open last is there again; nothing should be drawn or changed before. */
  ready: boolean;
  /** Changes the open project, keeps it on this device, and moves secrets out of new addresses. Refused changes are `trouble`. */
  change(edit: (project: Project) => Project): void;
  /** True where more than the view differs from the file that it was saved to or opened from. */
  dirty: boolean;
  /** Others that are kept on this device, the newest first. */
  kept: readonly KeptProject[];
  /** What went wrong last: a file that cannot be opened, a project that cannot be kept. */
  trouble: Failure | null;
  /** Hosts whose key or password was moved out of an address, for a word to the user. */
  moved: readonly string[];
  /**
   * For the worker's `mapServices`, the very same list while it says the same. An address stands here with its secret,
   * until `servicesTaken` says that the worker has it: it makes a half-filled form of it.
   */
  services: CommandPayload<'mapServices'>['services'];
  /** The worker took `services`. */
  servicesTaken(): void;
  openFile(file: File): Promise<void>;
  openKept(id: string): Promise<void>;
  /** Asks nothing: the open one stays among the kept. */
  startNew(): Promise<void>;
  save(): void;
  /** Under a new name; the one before stays among the kept as it is. */
  saveAs(name: string): void;
  rename(name: string): void;
  dropKept(id: string): Promise<void>;
  /** The user has read `trouble` and `moved`. */
  dismiss(): void;
}

import { AppError, type Failure, toFailure } from '../../lib/errors.ts';
import type { KeptProject } from '../../lib/messages/map-protocol.ts';
import { checked } from '../../lib/project/checked.ts';
import type { Cleaned, Found } from '../../lib/project/cleaned.ts';
import { emptyProject } from '../../lib/project/empty.ts';
import { fileName } from '../../lib/project/file-name.ts';
import { LONGEST_FILE } from '../../lib/project/limits.ts';
import type { Project } from '../../lib/project/model.ts';
import { readProject } from '../../lib/project/read.ts';
import { writeProject } from '../../lib/project/write.ts';
import { createQueue } from '../../lib/queue.ts';
import { newId } from '../../lib/sources/ids.ts';
import type { ProjectPlace } from './project-place.ts';
import type { ProjectsPort } from './projects-types.ts';

export interface DeskState {
  project: Project;
  ready: boolean;
  dirty: boolean;
  kept: readonly KeptProject[];
  trouble: Failure | null;
  moved: readonly string[];
  /** Addresses with a secret that the worker does not have yet. */
  secrets: readonly Found[];
}

export const NOTHING_OPEN: DeskState = {
  ...{ project: emptyProject(), ready: false, dirty: false, kept: [], trouble: null },
  ...{ moved: [], secrets: [] },
};

/** At most so much is lost when the browser crashes. In ms. */
const KEPT_AFTER = 500;

/**
 * The open project and what becomes of it. It is kept on the device while it is changed; files are for sharing.
 * @param show called with every new state.
 */
export function createDesk(port: ProjectsPort, place: ProjectPlace, show: (state: DeskState) => void) {
  let state = NOTHING_OPEN;
  let id = newId();
  let isKept = true;
  /** With the open one. */
  let list: readonly KeptProject[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const inTurn = createQueue();

  const tell = (changes: Partial<DeskState>) => {
    state = { ...state, ...changes, kept: list.filter((each) => each.id !== id) };
    show(state);
  };

  function keepSoon() {
    isKept = false;
    timer ??= setTimeout(() => void keep(), KEPT_AFTER);
  }

  /** Sent in this very tick: the page may be about to go. */
  async function keep(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isKept) return;
    isKept = true;
    const about = id;
    const { name } = state.project;
    const text = writeProject(state.project);
    const reply = await port.send({ command: 'keepProject', id, name, text, saved: !state.dirty });
    if (reply.ok) {
      const isOver = state.trouble?.code === 'projectNotKept';
      list = reply.view;
      tell(isOver ? { trouble: null } : {});
    } else {
      if (about === id) isKept = false;
      tell({ trouble: { code: 'projectNotKept', values: [] } });
    }
  }

  /** Another project is the open one. */
  function open(next: string, { project, found }: Cleaned, dirty: boolean) {
    id = next;
    isKept = true;
    tell({ project, dirty, ready: true, ...told(found) });
  }

  /** One that stands in no list yet. */
  async function openNew(cleaned: Cleaned, dirty = false) {
    const next = newId();
    await place.enter(next);
    open(next, cleaned, dirty);
  }

  /** @throws AppError, and the open project stays. */
  async function openFrom(from: string, isEntered = false): Promise<void> {
    const reply = await port.send({ command: 'readProject', id: from });
    if (!reply.ok) throw new AppError(reply.failure.code, reply.failure.values);
    const cleaned = readProject(reply.view.text);
    const dirty = !reply.view.saved;
    if (isEntered || (await place.enter(from))) return open(from, cleaned, dirty);
    // Another tab has it open: here it goes on as a copy.
    await openNew(cleaned, dirty);
    keepSoon();
  }

  /** What is open is kept first; what goes wrong leaves it open. */
  const turnTo = (work: () => Promise<void>): Promise<void> =>
    inTurn(async () => {
      try {
        await keep();
        await work();
      } catch (error) {
        tell({ trouble: toFailure(error) });
      }
    });

  /** The kept project that is as this one but for where one looks: a file that is opened every day stands in the list once. */
  async function keptAs(project: Project): Promise<string | null> {
    for (const each of list.filter(({ name, saved }) => saved && name === project.name)) {
      const reply = await port.send({ command: 'readProject', id: each.id });
      if (reply.ok && isSame(reply.view.text, project)) return each.id;
    }
    return null;
  }

  async function start(): Promise<void> {
    const reply = await port.send({ command: 'projects' });
    if (reply.ok) list = reply.view;
    let trouble = reply.ok ? null : reply.failure;
    const named = place.named();
    // A tab that is loaded again has its own, which is not kept as long as nothing is on it; a fresh one has the last.
    const last = named === null ? list[0] : list.find((each) => each.id === named);
    try {
      const isFree = last !== undefined && (await place.enter(last.id));
      if (last && (isFree || named !== null)) await openFrom(last.id, isFree);
    } catch (error) {
      trouble = toFailure(error);
    }
    if (!state.ready) await openNew({ project: emptyProject(), found: [] });
    tell({ trouble });
  }

  function save() {
    port.saveFile(fileName(state.project.name), writeProject(state.project));
    tell({ dirty: false });
    isKept = false;
    void keep();
  }

  function change(edit: (project: Project) => Project) {
    const before = state.project;
    try {
      const after = edit(before);
      if (after === before || !state.ready) return;
      const { project, found } = checked(after);
      const known = new Set(before.sources.map((each) => each.id));
      // A service that is signed in to writes the key into its own answers: that is nobody's news.
      const news = told(found.filter(({ of, sourceId }) => of === 'source' || !known.has(sourceId)));
      tell({
        project,
        // Where one looks is kept, but makes no other map of it.
        dirty: state.dirty || isOther(before, project),
        moved: [...new Set([...state.moved, ...news.moved])],
        trouble: news.trouble ?? state.trouble,
        secrets: [...state.secrets, ...news.secrets],
      });
      keepSoon();
    } catch (error) {
      tell({ trouble: toFailure(error) });
    }
  }

  return {
    start: () => inTurn(start),
    keep,
    change,
    save,
    saveAs: (name: string) => {
      void keep();
      id = newId();
      void place.enter(id);
      change((project) => ({ ...project, name }));
      save();
    },
    startNew: () => turnTo(() => openNew({ project: emptyProject(), found: [] })),
    openKept: (from: string) => turnTo(() => openFrom(from)),
    openFile: (file: Pick<File, 'size' | 'text'>) =>
      turnTo(async () => {
        if (file.size > LONGEST_FILE) throw new AppError('projectTooBig');
        const cleaned = readProject(await file.text());
        const same = await keptAs(cleaned.project);
        if (same !== null && (same === id || (await place.enter(same)))) open(same, cleaned, false);
        else await openNew(cleaned);
        isKept = false;
        await keep();
      }),
    dropKept: (from: string) =>
      turnTo(async () => {
        const reply = await port.send({ command: 'dropProject', id: from });
        if (!reply.ok) throw new AppError(reply.failure.code, reply.failure.values);
        list = reply.view;
        tell({});
      }),
    servicesTaken: () => tell({ secrets: [] }),
    dismiss: () => tell({ trouble: null, moved: [] }),
  };
}

function isOther(before: Project, after: Project): boolean {
  return before.name !== after.name || before.tree !== after.tree || before.sources !== after.sources;
}

function isSame(text: string, project: Project): boolean {
  try {
    return writeProject({ ...readProject(text).project, view: project.view }) === writeProject(project);
  } catch {
    return false;
  }
}

/** What to say of what was secret in addresses: what the worker gets, and what is lost. */
function told(found: readonly Found[]): Pick<DeskState, 'moved' | 'trouble' | 'secrets'> {
  const secrets = found.filter(({ fate }) => fate === 'moved');
  const lost = found.find(({ fate }) => fate !== 'moved');
  const code = lost?.fate === 'signed' ? 'signedUrl' : 'projectKeyLeft';
  return {
    moved: [...new Set(secrets.map(({ host }) => host))],
    trouble: lost ? { code, values: [lost.host] } : null,
    secrets,
  };
}

import { useCallback, useRef, useState } from 'preact/hooks';
import type { KeptProject } from '../../lib/messages/map-protocol.ts';
import { ChevronIcon } from '../icons.tsx';
import { Menu } from '../Menu.tsx';
import { useMoment, useT } from '../translation.ts';
import { KeptProjects } from './KeptProjects.tsx';
import { ProjectName } from './ProjectName.tsx';
import { SaveAsForm } from './SaveAsForm.tsx';
import { useFileDrop } from './use-file-drop.ts';

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
export function ProjectBar(props: ProjectBarProps) {
  const { name, dirty, kept } = props;
  const t = useT();
  const [asks, setAsks] = useState<'saveAs' | 'kept' | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const open = useRef(props.onOpenFile);
  open.current = props.onOpenFile;
  const isOver = useFileDrop(useCallback((file: File) => open.current(file), []));
  const recent = useRecent(kept, props.onOpenKept);
  const close = () => setAsks(null);
  return (
    <section class="project-bar" aria-label={t('project_part')}>
      <div class="project-line">
        <ProjectName name={name} onRename={props.onRename} />
        <span
          class="project-state quiet small"
          role="status"
          {...(dirty ? { title: t('project_changedTitle') } : {})}
        >
          {t(dirty ? 'project_changed' : 'project_saved')}
        </span>
      </div>
      {asks === 'saveAs' ? (
        <SaveAsForm
          name={name}
          onCancel={close}
          onSave={(typed) => {
            close();
            props.onSaveAs(typed);
          }}
        />
      ) : (
        <div class="project-tools">
          <button type="button" class="button bare" onClick={props.onNew}>
            {t('project_new')}
          </button>
          <button type="button" class="button bare" onClick={() => picker.current?.click()}>
            {t('project_open')}
          </button>
          <input
            ref={picker}
            class="unseen"
            type="file"
            tabIndex={-1}
            aria-label={t('project_open')}
            accept=".json,application/json"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) props.onOpenFile(file);
              // The same file may be opened again.
              event.currentTarget.value = '';
            }}
          />
          <button type="button" class="button bare" onClick={props.onSave}>
            {t('project_save')}
          </button>
          <button type="button" class="button bare" onClick={() => setAsks('saveAs')}>
            {t('project_saveAs')}
          </button>
          {kept.length > 0 && (
            <Menu
              label={t('project_recent')}
              class="button bare"
              sections={[
                { items: recent },
                { items: [{ label: t('project_tidy'), onChoose: () => setAsks('kept') }] },
              ]}
            >
              {t('project_recent')} <ChevronIcon />
            </Menu>
          )}
        </div>
      )}
      {asks === 'kept' && <KeptProjects kept={kept} onDrop={props.onDropKept} onClose={close} />}
      {isOver && <p class="project-drop">{t('project_drop')}</p>}
    </section>
  );
}

/** Of a name in the menu, in characters. */
const LONGEST = 48;

/** Entries of the menu: two projects may have one name, and be of one minute. */
function useRecent(kept: readonly KeptProject[], onOpen: (id: string) => void) {
  const t = useT();
  const moment = useMoment();
  const seen = new Map<string, number>();
  return kept.map(({ id, name, at }) => {
    const short = name.length > LONGEST ? `${name.slice(0, LONGEST).trim()}…` : name;
    const label = `${short || t('project_untitled')} · ${moment(at).words}`;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return { label: count > 1 ? `${label} (${count})` : label, onChoose: () => onOpen(id) };
  });
}

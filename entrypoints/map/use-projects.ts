import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { servicesOf } from '../../lib/project/named-services.ts';
import { createDesk, NOTHING_OPEN } from './project-desk.ts';
import { createPlace } from './project-place.ts';
import type { Projects, ProjectsPort } from './projects-types.ts';

/** The open project of this tab, and the others that are kept on the device. */
export function useProjects(port: ProjectsPort, where = createPlace): Projects {
  const [state, show] = useState(NOTHING_OPEN);
  const desk = useRef<ReturnType<typeof createDesk> | null>(null);
  desk.current ??= createDesk(port, where(), show);
  const { start, keep, ...does } = desk.current;

  useEffect(() => {
    void start();
    const leave = () => void keep();
    const hide = () => document.visibilityState === 'hidden' && leave();
    // A tab may be closed, or the browser ended by its system, without another word (Page Lifecycle).
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      leave();
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [start, keep]);

  const { secrets, ...shown } = state;
  const { project } = state;
  const found = useMemo(() => servicesOf(project, secrets), [project.sources, project.tree, secrets]);
  // The same list for as long as it says the same: the worker is told of changes alone.
  const services = useMemo(() => found, [JSON.stringify(found)]);
  return {
    ...shown,
    ...does,
    services,
    rename: (name) => does.change((before) => ({ ...before, name })),
  };
}

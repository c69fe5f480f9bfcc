import type { Failure } from '../../lib/errors.ts';
import { FailureText } from '../FailureText.tsx';
import { useList, useT } from '../translation.ts';

export interface ProjectNoticeProps {
  trouble: Failure | null;
  /** Hosts whose key or password was moved out of an address. */
  moved: readonly string[];
  onDismiss: () => void;
}

/** What is to be known about the open project, under its bar; nothing where all is well. */
export function ProjectNotice({ trouble, moved, onDismiss }: ProjectNoticeProps) {
  const t = useT();
  const list = useList();
  if (trouble === null && moved.length === 0) return null;
  return (
    <div class="notice project-notice">
      <div>
        {trouble && <FailureText failure={trouble} />}
        {moved.length > 0 && <p role="status">{t('project_moved', list(moved))}</p>}
      </div>
      <button type="button" class="link" onClick={onDismiss}>
        {t('dismiss')}
      </button>
    </div>
  );
}

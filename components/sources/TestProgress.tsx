import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { useNumber, useT } from '../translation.ts';

interface TestProgressProps {
  testing: NonNullable<SourcesView['testing']>;
  onCancel: () => void;
}

/** How far a test of several sources is. */
export function TestProgress({ testing, onCancel }: TestProgressProps) {
  const t = useT();
  const number = useNumber();
  const words = t('sources_testing', number(testing.done), number(testing.of));
  return (
    <div class="testing">
      <span role="status">{words}</span>
      <progress value={testing.done} max={testing.of} aria-label={words} />
      <button type="button" class="link" onClick={onCancel}>
        {t('cancel')}
      </button>
    </div>
  );
}

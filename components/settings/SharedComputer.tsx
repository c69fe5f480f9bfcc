import { useId } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { Settings } from '../../lib/messages/settings-view.ts';
import { FailureText } from '../FailureText.tsx';
import { useT } from '../translation.ts';
import { useTask } from '../use-task.ts';

interface SharedComputerProps {
  /** Null while they are not known yet. */
  settings: Settings | null;
  onChange: (settings: Settings) => Promise<Failure | null>;
}

/** *This is a shared computer*, and what happens then. */
export function SharedComputer({ settings, onChange }: SharedComputerProps) {
  const t = useT();
  const note = useId();
  const task = useTask();
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={settings?.sharedComputer ?? false}
          disabled={settings === null}
          aria-describedby={note}
          onChange={({ currentTarget: { checked } }) => {
            if (settings) void task.run(() => onChange({ ...settings, sharedComputer: checked }));
          }}
        />
        {t('sharedComputer')}
      </label>
      <p id={note} class="quiet small check-note">
        {t('sharedComputerNote')}
      </p>
      {task.failure && <FailureText failure={task.failure} />}
    </div>
  );
}

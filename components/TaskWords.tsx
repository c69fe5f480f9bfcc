import { FailureText } from './FailureText.tsx';
import { PendingBar } from './PendingBar.tsx';
import type { Task } from './use-task.ts';

interface TaskWordsProps {
  task: Task;
  /** What is waited for. */
  waiting: string;
  /** What to say when it went well; nothing where one sees it. */
  done?: string;
  /** False where the failure stands under a field. */
  withFailure?: boolean;
}

/** How a task stands: a quiet bar while it takes longer than 300 ms, then what went wrong or well. */
export function TaskWords({ task, waiting, done, withFailure = true }: TaskWordsProps) {
  return (
    <>
      {task.since !== null && <PendingBar text={waiting} since={task.since} />}
      {withFailure && task.failure && <FailureText failure={task.failure} />}
      {task.done && done && (
        <p class="quiet" role="status">
          {done}
        </p>
      )}
    </>
  );
}

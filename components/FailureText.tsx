import type { Failure } from '../lib/errors.ts';
import { useT } from './translation.ts';

/** One failure as its sentence, read out at once. `id` lets a field point at it. What the user gave up is no fault. */
export function FailureText({ failure, id }: { failure: Failure; id?: string }) {
  const t = useT();
  if (failure.code === 'signInCancelled') {
    return (
      <p class="quiet" role="status">
        {t('error_signInCancelled')}
      </p>
    );
  }
  return (
    <p class="failure" role="alert" {...(id ? { id } : {})}>
      {t(`error_${failure.code}`, ...failure.values)}
    </p>
  );
}

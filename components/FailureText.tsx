import type { Failure } from '../lib/errors.ts';
import { useT } from './translation.ts';

/** One failure as its sentence, read out at once. `id` lets a field point at it. */
export function FailureText({ failure, id }: { failure: Failure; id?: string }) {
  const t = useT();
  return (
    <p class="failure" role="alert" {...(id ? { id } : {})}>
      {t(`error_${failure.code}`, ...failure.values)}
    </p>
  );
}

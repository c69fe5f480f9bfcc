import type { ServiceRow } from '../lib/messages/view.ts';
import { secretOf } from './form-state.ts';
import { useT } from './translation.ts';

const CHANGE = { password: 'changePassword', key: 'changeKey', file: 'changeFile' } as const;

interface FormButtonsProps {
  row: ServiceRow;
  change: boolean;
  /** False on pages that draw anew by themselves. */
  reloads: boolean;
  busy: boolean;
  onSubmit: (reload: boolean) => void;
  onCancel: () => void;
}

/** What a form can do; the first is what Enter does. */
export function FormButtons({ row, change, reloads, busy, onSubmit, onCancel }: FormButtonsProps) {
  const t = useT();
  return (
    <div class="buttons">
      <button type="submit" class="button next" aria-disabled={busy}>
        {change ? t(CHANGE[secretOf(row) ?? 'key']) : t(reloads ? 'signInReload' : 'signIn')}
      </button>
      {!change && reloads && (
        <button type="button" class="button" aria-disabled={busy} onClick={() => onSubmit(false)}>
          {t('signIn')}
        </button>
      )}
      <button type="button" class="button bare" onClick={onCancel}>
        {t('cancel')}
      </button>
    </div>
  );
}

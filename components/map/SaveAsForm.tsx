import { useEffect, useId, useRef } from 'preact/hooks';
import { onEscape } from '../on-escape.ts';
import { useT } from '../translation.ts';

interface SaveAsFormProps {
  name: string;
  onSave: (name: string) => void;
  onCancel: () => void;
}

/** The other name that a project is saved under. */
export function SaveAsForm({ name, onSave, onCancel }: SaveAsFormProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      class="project-save-as"
      onKeyDown={onEscape(onCancel)}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(field.current?.value.trim() ?? name);
      }}
    >
      <label for={id}>{t('project_saveAsName')}</label>
      <input ref={field} id={id} defaultValue={name} placeholder={t('project_untitled')} maxLength={500} />
      <button type="submit" class="button next">
        {t('project_save')}
      </button>
      <button type="button" class="button bare" onClick={onCancel}>
        {t('cancel')}
      </button>
    </form>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import { useT } from '../translation.ts';

interface ProjectNameProps {
  name: string;
  onRename: (name: string) => void;
}

/** The name, edited where it stands: Enter and leaving it take it, Esc does not. */
export function ProjectName({ name, onRename }: ProjectNameProps) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const reset = () => {
    if (field.current) field.current.value = name;
  };
  useEffect(reset, [name]);
  return (
    <input
      ref={field}
      class="project-name"
      aria-label={t('project_name')}
      placeholder={t('project_untitled')}
      title={name}
      defaultValue={name}
      maxLength={500}
      spellcheck={false}
      onBlur={(event) => {
        const typed = event.currentTarget.value.trim();
        reset();
        if (typed !== name) onRename(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') reset();
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

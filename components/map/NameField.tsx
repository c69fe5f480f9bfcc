import { useEffect, useRef } from 'preact/hooks';
import { useT } from '../translation.ts';

interface NameFieldProps {
  name: string;
  /** Null where it shall stay as it is. `byKey`: the focus shall return to the line. */
  onDone: (name: string | null, byKey: boolean) => void;
}

/** The name of a layer or group while it is changed. Enter takes it, Esc does not. */
export function NameField({ name, onDone }: NameFieldProps) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (keep: boolean, byKey: boolean) => {
    if (done.current) return;
    done.current = true;
    const typed = field.current?.value.trim() ?? '';
    onDone(keep && typed !== '' && typed !== name ? typed : null, byKey);
  };
  return (
    <input
      ref={field}
      class="name-field"
      aria-label={t('layer_name')}
      defaultValue={name}
      maxLength={500}
      onBlur={() => end(true, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault();
          end(event.key === 'Enter', true);
        }
      }}
    />
  );
}

import { useEffect, useRef } from 'preact/hooks';
import { onEscape } from './on-escape.ts';
import { useT } from './translation.ts';

interface QuestionProps {
  /** What is about to happen, as a question. */
  lead: string;
  /** What goes and what stays. */
  note?: string;
  yes: string;
  onYes: () => void;
  onNo: () => void;
}

/** Asked once, in place, before something goes for good. The cursor stands on *Cancel*. */
export function Question({ lead, note, yes, onYes, onNo }: QuestionProps) {
  const t = useT();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <fieldset class="choices question" onKeyDown={onEscape(onNo)}>
      <legend class="lead">{lead}</legend>
      {note && <p>{note}</p>}
      <div class="buttons">
        <button type="button" class="button danger" onClick={onYes}>
          {yes}
        </button>
        <button ref={cancel} type="button" class="button bare" onClick={onNo}>
          {t('cancel')}
        </button>
      </div>
    </fieldset>
  );
}

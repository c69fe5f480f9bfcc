import type { Draft, MethodForm } from '../lib/messages/form-view.ts';
import type { ServiceRow } from '../lib/messages/view.ts';
import { AskNote } from './AskNote.tsx';
import { KeyPage } from './KeyPage.tsx';
import type { PopupActions } from './popup-actions.ts';
import { useT } from './translation.ts';

interface FormNotesProps {
  row: ServiceRow;
  site: string;
  form: MethodForm;
  draft: Draft;
  change: boolean;
  actions: PopupActions;
}

/** What will happen, before the click: who can read it, what is tried, what the browser asks. */
export function FormNotes({ row, site, form, draft, change, actions }: FormNotesProps) {
  const t = useT();
  const tried = form.method === 'key' && !draft.fields.parameter && !change ? row.keyNames : [];
  const sentInUrl = form.fields.some(({ name }) => name === 'tokenUse') && draft.fields.tokenUse === 'query';
  return (
    <div class="notes quiet small">
      {row.known && <KeyPage known={row.known} method={form.method} onOpen={actions.openAddress} />}
      {change && <p>{t('changeNote')}</p>}
      {(form.inUrl || sentInUrl) && <p>{t('inUrlNote', site)}</p>}
      {tried.length === 1 && <p>{t('keyNameNote', tried[0] ?? '')}</p>}
      {tried.length > 1 && <p>{t('keyNamesNote', tried.join(', '))}</p>}
      {change && !row.remembered && <p>{t('untilClose')}</p>}
      {(!change || form.provider) && (
        <AskNote origins={actions.originsFor(row, draft)} hasOrigins={actions.hasOrigins} />
      )}
    </div>
  );
}

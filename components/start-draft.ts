import type { Draft } from '../lib/messages/form-view.ts';
import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import { changeForm, firstDraft } from './form-state.ts';

/** What stands in a row's form when it opens; `change` for a new secret of its own sign-in. */
export function startDraft(row: ServiceRow, vault: VaultView, change: boolean): Draft {
  // One that lost its secret fills its name in; the row's own sign-in does so by its form's initial values.
  const again = row.next === 'signIn' ? row.existing.find(({ ready }) => !ready) : undefined;
  if (!change) {
    const first = firstDraft(row, row.draft, again ?? null);
    return row.draft || vault.state !== 'unlocked' ? first : { ...first, remember: row.remembered };
  }
  const method = changeForm(row)?.method ?? '';
  const kept = row.draft?.method === method ? row.draft : null;
  const draft = firstDraft({ ...row, forms: row.forms.filter((form) => form.method === method) }, kept, null);
  const username = draft.fields.username || row.who;
  const fields = method === 'basic' ? { ...draft.fields, username } : draft.fields;
  return { ...draft, fields, remember: row.remembered };
}

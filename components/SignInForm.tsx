import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { Draft, ServiceRow } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { FormFields } from './FormFields.tsx';
import { FormNotes } from './FormNotes.tsx';
import { fieldOfFailure, firstEmpty, isPlainHttp } from './form-errors.ts';
import { askedInChange, changeForm, drawnFields, firstDraft, groupCount, sentDraft } from './form-state.ts';
import { usesPassword } from './format.ts';
import { MethodChoice } from './MethodChoice.tsx';
import { onEscape } from './on-escape.ts';
import type { PopupActions } from './popup-actions.ts';
import { useT } from './translation.ts';
import { useKeptDraft } from './use-kept-draft.ts';

interface SignInFormProps {
  row: ServiceRow;
  site: string;
  /** True to replace the password or key of the row's own sign-in. */
  change: boolean;
  actions: PopupActions;
  onClose: () => void;
}

/** The form in place: method, fields, what will happen, buttons. Enter is the first button. */
export function SignInForm({ row, site, change, actions, onClose }: SignInFormProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(() => startDraft(row, change));
  const [own, setOwn] = useState<Failure | null>(null);
  // Until the next view arrives the row does not know yet that something was sent.
  const [sentFrom, setSentFrom] = useState<ServiceRow | null>(null);

  const method = (change ? changeForm(row) : row.forms.find((each) => each.method === draft.method)) ?? null;
  const all = method ? drawnFields(method, groupCount(method, draft.fields)) : [];
  const shown = change ? askedInChange(row, all) : all;
  const dropKept = useKeptDraft(sentDraft(draft, all), draft, (kept) => actions.keepDraft(row, kept));

  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll<HTMLInputElement>('input[data-field]') ?? [])];
    (inputs.find(({ value }) => value === '') ?? inputs[0])?.focus();
  }, []);

  const busy = row.pending !== null || sentFrom === row;
  const failure = own ?? (busy ? null : row.failure);
  const wrongField = failure && fieldOfFailure(failure, all);

  // What is wrong must be seen, and the buttons stay in sight when the form grows.
  useEffect(() => {
    if (wrongField) inputOf(form.current, wrongField)?.focus();
    form.current?.querySelector('.buttons')?.scrollIntoView({ block: 'nearest' });
  }, [wrongField, failure?.code, draft.method]);

  const submit = (reload: boolean) => {
    if (busy || !method) return;
    const empty = firstEmpty(shown, draft.fields);
    if (empty !== null) {
      setOwn({ code: 'emptyField', values: [empty] });
      return;
    }
    setOwn(null);
    setSentFrom(row);
    dropKept();
    if (change) actions.changeSecret(row, sentDraft(draft, all));
    else actions.signIn(row, sentDraft(draft, all), reload);
  };
  const cancel = () => {
    dropKept();
    actions.keepDraft(row, null);
    onClose();
  };
  const edit = (edited: Partial<Draft>) => {
    setOwn(null);
    setDraft({ ...draft, ...edited });
  };

  if (!method) return <p class="panel">{t('hint_windowsSignIn')}</p>;
  return (
    <form
      ref={form}
      class="panel"
      autocomplete="off"
      noValidate
      aria-label={t(change ? 'changeLabel' : 'formLabel', row.host)}
      onKeyDown={onEscape(cancel)}
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      {!change && row.forms.length > 1 && (
        <MethodChoice
          name={row.key}
          forms={row.forms}
          chosen={draft.method}
          onChoose={(chosen) => edit({ method: chosen })}
        />
      )}
      <FormFields
        form={method}
        fields={shown}
        values={draft.fields}
        failure={failure}
        wrongField={wrongField}
        readOnly={busy}
        onInput={(fields) => edit({ fields })}
      />
      <FormNotes row={row} site={site} form={method} draft={draft} change={change} actions={actions} />
      {failure && wrongField === null && <FailureText failure={failure} />}
      {(isPlainHttp(failure) || draft.acceptPlainHttp) && (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.acceptPlainHttp}
            onChange={(event) => setDraft({ ...draft, acceptPlainHttp: event.currentTarget.checked })}
          />
          {t('acceptPlainHttp')}
        </label>
      )}
      {!row.pending && (
        <div class="buttons">
          <button type="submit" class="button next" aria-disabled={busy}>
            {change ? t(usesPassword(row) ? 'changePassword' : 'changeKey') : t('signInReload')}
          </button>
          {!change && (
            <button type="button" class="button" aria-disabled={busy} onClick={() => submit(false)}>
              {t('signIn')}
            </button>
          )}
          <button type="button" class="button bare" onClick={cancel}>
            {t('cancel')}
          </button>
        </div>
      )}
    </form>
  );
}

function inputOf(form: HTMLFormElement | null, field: string): HTMLInputElement | null {
  return form?.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? null;
}

function startDraft(row: ServiceRow, change: boolean): Draft {
  // One that lost its secret fills its name in; the row's own sign-in does so by its form's initial values.
  const again = row.next === 'signIn' ? row.existing.find(({ ready }) => !ready) : undefined;
  if (!change) return firstDraft(row, row.draft, again ?? null);
  const method = changeForm(row)?.method ?? '';
  const kept = row.draft?.method === method ? row.draft : null;
  const draft = firstDraft({ ...row, forms: row.forms.filter((form) => form.method === method) }, kept, null);
  const username = draft.fields.username || row.who;
  return method === 'basic' ? { ...draft, fields: { ...draft.fields, username } } : draft;
}

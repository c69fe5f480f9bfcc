import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { Draft, ServiceRow, VaultView } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { FormButtons } from './FormButtons.tsx';
import { FormFields } from './FormFields.tsx';
import { FormNotes } from './FormNotes.tsx';
import { fieldOfFailure, firstEmpty, isPlainHttp } from './form-errors.ts';
import { askedInChange, changeForm, drawnFields, firstDraft, groupCount, sentDraft } from './form-state.ts';
import { MethodChoice } from './MethodChoice.tsx';
import { onEscape } from './on-escape.ts';
import type { PopupActions } from './popup-actions.ts';
import { useT } from './translation.ts';
import { useKeptDraft } from './use-kept-draft.ts';
import { KeepChoice } from './vault/KeepChoice.tsx';
import { RememberStep } from './vault/RememberStep.tsx';
import { useRememberStep } from './vault/use-remember-step.ts';
import { canRemember } from './vault/vault-state.ts';

interface SignInFormProps {
  row: ServiceRow;
  site: string;
  vault: VaultView;
  /** True to replace the password or key of the row's own sign-in. */
  change: boolean;
  actions: PopupActions;
  onClose: () => void;
}

/** The form in place: method, fields, what will happen, buttons. Enter is the first button. */
export function SignInForm({ row, site, vault, change, actions, onClose }: SignInFormProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(() => startDraft(row, vault, change));
  const [own, setOwn] = useState<Failure | null>(null);
  // Until the next view arrives the row does not know yet that something was sent.
  const [sentFrom, setSentFrom] = useState<ServiceRow | null>(null);

  const method = (change ? changeForm(row) : row.forms.find((each) => each.method === draft.method)) ?? null;
  const all = method ? drawnFields(method, groupCount(method, draft.fields)) : [];
  const shown = change ? askedInChange(row, all) : all;
  const dropKept = useKeptDraft(sentDraft(draft, all), draft, (kept) => actions.keepDraft(row, kept));
  const busy = row.pending !== null || sentFrom === row;
  const remembering = useRememberStep(vault, draft.remember && !change && !busy);
  const { step } = remembering;

  // At first, and again when the passphrase is through; before the next key, which belongs into the first field already.
  useLayoutEffect(() => {
    if (step) return;
    const inputs = [...(form.current?.querySelectorAll<HTMLInputElement>('input[data-field]') ?? [])];
    const last = form.current?.querySelector<HTMLElement>('[type=submit]');
    (inputs.find(({ value }) => value === '') ?? (wasStep.current ? last : inputs[0]))?.focus();
  }, [step]);
  const wasStep = useRef(false);
  wasStep.current ||= step;

  const failure = own ?? (busy ? null : row.failure);
  const wrongField = failure && fieldOfFailure(failure, all);

  // What is wrong must be seen, and the buttons stay in sight when the form grows.
  useEffect(() => {
    if (wrongField) inputOf(form.current, wrongField)?.focus();
    form.current?.querySelector('.buttons')?.scrollIntoView({ block: 'nearest' });
  }, [wrongField, failure?.code, draft.method]);

  const submit = (reload: boolean) => {
    if (busy || step || !method) return;
    const empty = firstEmpty(shown, draft.fields);
    if (empty !== null) {
      setOwn({ code: 'emptyField', values: [empty] });
      return;
    }
    setOwn(null);
    setSentFrom(row);
    dropKept();
    const sent = sentDraft(draft, all);
    if (change) actions.changeSecret(row, sent);
    else actions.signIn(row, { ...sent, remember: sent.remember && canRemember(vault) }, reload);
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
    <>
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
        {!step && (
          <>
            {!change && (
              <KeepChoice
                name={row.key}
                vault={vault}
                remember={draft.remember}
                onChoose={(remember) => setDraft({ ...draft, remember })}
              />
            )}
            {remembering.made && (
              <p class="quiet small" role="status">
                {t('passphraseMade')}
              </p>
            )}
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
              <FormButtons row={row} change={change} busy={busy} onSubmit={submit} onCancel={cancel} />
            )}
          </>
        )}
      </form>
      {step && <RememberStep vault={vault} actions={actions} onBack={() => edit({ remember: false })} />}
    </>
  );
}

function inputOf(form: HTMLFormElement | null, field: string): HTMLInputElement | null {
  return form?.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? null;
}

function startDraft(row: ServiceRow, vault: VaultView, change: boolean): Draft {
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

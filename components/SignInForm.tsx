import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { Draft } from '../lib/messages/form-view.ts';
import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { FormButtons } from './FormButtons.tsx';
import { FormFields } from './FormFields.tsx';
import { FormNotes } from './FormNotes.tsx';
import { fieldOfFailure, firstEmpty, isPlainHttp } from './form-errors.ts';
import {
  askedInChange,
  changeForm,
  drawnFields,
  groupCount,
  hasTurned,
  sentDraft,
  shownFields,
  withMethod,
  withProposed,
} from './form-state.ts';
import { MethodChoice } from './MethodChoice.tsx';
import { NoSignIn } from './NoSignIn.tsx';
import { onEscape } from './on-escape.ts';
import type { PopupActions } from './popup-actions.ts';
import { SettingsFile } from './provider/SettingsFile.tsx';
import { WindowTrouble } from './provider/WindowTrouble.tsx';
import { isAway } from './row-state.ts';
import { startDraft } from './start-draft.ts';
import { useT } from './translation.ts';
import { useFormFocus } from './use-form-focus.ts';
import { useKeptDraft } from './use-kept-draft.ts';
import { KeepChoice } from './vault/KeepChoice.tsx';
import { RememberStep } from './vault/RememberStep.tsx';
import { useRememberStep } from './vault/use-remember-step.ts';
import { canRemember } from './vault/vault-state.ts';

interface SignInFormProps {
  row: ServiceRow;
  site: string;
  vault: VaultView;
  /** The address to register at an identity provider. */
  redirectUri: string;
  /** True to replace the password or key of the row's own sign-in. */
  change: boolean;
  actions: PopupActions;
  onClose: () => void;
}

/** The form in place: method, fields, what will happen, buttons. Enter is the first button. */
export function SignInForm({ row, site, vault, redirectUri, change, actions, onClose }: SignInFormProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(() => startDraft(row, vault, change));
  const [own, setOwn] = useState<Failure | null>(null);
  // Until the next view arrives the row does not know yet that something was sent.
  const [sentFrom, setSentFrom] = useState<ServiceRow | null>(null);

  const [anyway, setAnyway] = useState(false);

  const method = (change ? changeForm(row) : row.forms.find((each) => each.method === draft.method)) ?? null;
  const drawn = method ? drawnFields(method, groupCount(method, draft.fields)) : [];
  const all = shownFields(drawn, draft.fields);
  const shown = change ? askedInChange(row, all) : all;
  const dropKept = useKeptDraft(sentDraft(draft, all), draft, (kept) => actions.keepDraft(row, kept));
  const busy = row.pending !== null || sentFrom === row;
  const remembering = useRememberStep(vault, draft.remember && !change && !busy);
  const { step } = remembering;

  const proposed = row.provider?.proposed;
  useEffect(() => {
    if (proposed && method) setDraft((now) => withProposed(now, method, proposed));
  }, [JSON.stringify(proposed)]);

  const told = row.failure && JSON.stringify(row.failure);
  const [passed, setPassed] = useState<string | null>(null);
  const failure = own ?? (busy || told === passed ? null : row.failure);
  const wrongField = failure && fieldOfFailure(failure, all);

  useFormFocus(form, step || isAway(row), {
    wrongField,
    failed: failure?.code ?? null,
    method: draft.method,
  });

  const reloads = useRef(true);
  const submit = (reload: boolean, typed = draft) => {
    if (busy || step || !method) return;
    const empty = firstEmpty(shown, typed.fields);
    if (empty !== null) {
      setOwn({ code: 'emptyField', values: [empty] });
      return;
    }
    setOwn(null);
    setPassed(null);
    setSentFrom(row);
    dropKept();
    reloads.current = reload;
    const sent = sentDraft(typed, all);
    if (change) actions.changeSecret(row, sent);
    else actions.signIn(row, { ...sent, remember: sent.remember && canRemember(vault) }, reload);
  };
  const cancel = () => {
    dropKept();
    actions.keepDraft(row, null);
    if (row.provider) actions.lookUp(row, draft.method, '');
    onClose();
  };
  const edit = (change: (now: Draft) => Draft) => {
    setOwn(null);
    // What was said about one provider says nothing about another.
    if (wrongField === 'issuer') setPassed(told);
    setDraft(change);
  };
  const toOwnWindow = () => {
    const typed = { ...draft, fields: { ...draft.fields, redirect: redirectUri } };
    setDraft(typed);
    submit(reloads.current, typed);
  };

  // What is not edited is not kept by itself, and the tab opens with what is kept.
  const toTab = () => {
    actions.keepDraft(row, sentDraft(draft, all));
    actions.toTab?.();
  };

  if (row.known && needsNone(row, change) && !anyway)
    return <NoSignIn known={row.known} onAnyway={() => setAnyway(true)} onClose={cancel} />;
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
          submit(!actions.inPlace);
        }}
      >
        {!change && row.forms.length > 1 && (
          <MethodChoice
            name={row.key}
            forms={row.forms}
            chosen={draft.method}
            onChoose={(chosen) => edit((now) => withMethod(now, row.forms, chosen))}
          />
        )}
        <FormFields
          form={method}
          fields={shown}
          values={draft.fields}
          failure={failure}
          wrongField={wrongField}
          readOnly={busy}
          desk={{
            found: row.provider,
            redirectUri,
            lookUp: (typed) => actions.lookUp(row, method.method, typed),
            copyText: actions.copyText,
            toTab: actions.toTab && toTab,
          }}
          onInput={(change) => {
            // What was said about one way says nothing about another.
            if (hasTurned(method, draft.fields, change(draft.fields))) setPassed(told);
            edit((now) => ({ ...now, fields: change(now.fields) }));
          }}
        />
        {!change && shown.some(({ name }) => name === 'validatorSecret') && (
          <SettingsFile clientId={draft.fields.clientId ?? ''} actions={actions} />
        )}
        {!step && (
          <>
            {!change && (
              <KeepChoice
                name={row.key}
                vault={vault}
                remember={draft.remember}
                onChoose={(remember) => setDraft((now) => ({ ...now, remember }))}
              />
            )}
            {remembering.made && (
              <p class="quiet small" role="status">
                {t('passphraseMade')}
              </p>
            )}
            <FormNotes {...{ row, site, change, actions }} form={method} draft={sentDraft(draft, all)} />
            {failure && wrongField === null && <FailureText failure={failure} />}
            {method.provider && failure?.code === 'windowWithoutAnswer' && (
              <WindowTrouble
                issuer={draft.fields.issuer || draft.fields.authorizationEndpoint || ''}
                onOwnWindow={draft.fields.redirect === redirectUri ? null : toOwnWindow}
              />
            )}
            {(isPlainHttp(failure) || draft.acceptPlainHttp) && (
              <label class="check">
                <input
                  type="checkbox"
                  checked={draft.acceptPlainHttp}
                  onChange={(event) => {
                    const acceptPlainHttp = event.currentTarget.checked;
                    setDraft((now) => ({ ...now, acceptPlainHttp }));
                  }}
                />
                {t('acceptPlainHttp')}
              </label>
            )}
            {!row.pending && (
              <FormButtons
                {...{ row, change, busy }}
                reloads={!actions.inPlace}
                onSubmit={submit}
                onCancel={cancel}
              />
            )}
          </>
        )}
      </form>
      {step && (
        <RememberStep
          vault={vault}
          actions={actions}
          onBack={() => edit((now) => ({ ...now, remember: false }))}
        />
      )}
    </>
  );
}

/** True where a form would only mislead; what the user has begun, or was told about, goes on. */
function needsNone({ known, draft, failure, sourceId }: ServiceRow, change: boolean): boolean {
  const isNone = known !== null && (known.open || known.cannot !== '');
  return isNone && !change && draft === null && failure === null && sourceId === null;
}

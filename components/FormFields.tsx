import { Fragment } from 'preact';
import type { Failure } from '../lib/errors.ts';
import type { Draft, MethodForm } from '../lib/messages/form-view.ts';
import { FileInput } from './FileInput.tsx';
import { FormInput } from './FormInput.tsx';
import { type DrawnField, groupCount, nameInGroup, withoutGroup } from './form-state.ts';
import { LookUpField } from './provider/LookUpField.tsx';
import type { ProviderDesk } from './provider/provider-desk.ts';
import { RedirectField } from './provider/RedirectField.tsx';
import { RareFields } from './RareFields.tsx';
import { noteKey, useT } from './translation.ts';

interface FormFieldsProps {
  form: MethodForm;
  fields: DrawnField[];
  values: Draft['fields'];
  failure: Failure | null;
  wrongField: string | null;
  readOnly: boolean;
  desk: ProviderDesk;
  /** Of what stands there by then: a password manager fills in several fields at once. */
  onInput: (change: (values: Draft['fields']) => Draft['fields']) => void;
}

/** The fields of one method; a repeated group can be added and taken away, rare ones are folded. */
export function FormFields(props: FormFieldsProps) {
  const { form, fields, values, failure, wrongField, readOnly, desk, onInput } = props;
  const t = useT();
  const groups = groupCount(form, values);
  const add = () =>
    onInput((now) => ({
      ...now,
      ...Object.fromEntries(form.fields.map(({ name }) => [nameInGroup(name, groups), ''])),
    }));
  const shared = (field: DrawnField) => ({
    field,
    value: values[field.name] ?? '',
    failure: field.name === wrongField ? failure : null,
    readOnly,
    onInput: (value: string) => onInput((now) => ({ ...now, [field.name]: value })),
  });
  const redirect = form.provider ? fields.find(({ name }) => name === 'redirect') : undefined;
  const drawn = fields.filter((field) => field !== redirect);
  const input = (field: DrawnField) => {
    if (field.kind === 'note')
      return (
        <p key={field.name} class="quiet small">
          {t(noteKey(field.name))}
        </p>
      );
    if (field.kind === 'file') return <FileInput key={field.name} {...shared(field)} toTab={desk.toTab} />;
    return <FormInput key={field.name} {...shared(field)} />;
  };
  return (
    <>
      {Array.from({ length: groups }, (_, group) => {
        const inGroup = drawn.filter((field) => field.group === group);
        const rare = inGroup.filter((field) => field.rare);
        return (
          <div key={group} class="fields">
            {inGroup
              .filter((field) => !field.rare)
              .map((field) => (
                <Fragment key={field.name}>
                  {field.name === form.lookUp ? (
                    <LookUpField {...shared(field)} first={form.looksUpFirst} desk={desk} />
                  ) : (
                    input(field)
                  )}
                  {redirect && field.name === 'clientId' && (
                    <RedirectField {...shared(redirect)} address={desk.redirectUri} onCopy={desk.copyText} />
                  )}
                </Fragment>
              ))}
            {rare.length > 0 && (
              <RareFields
                open={rare.some(
                  ({ name, initial }) => name === wrongField || (values[name] ?? initial) !== initial,
                )}
              >
                {rare.map(input)}
              </RareFields>
            )}
            {group > 0 && (
              <button
                type="button"
                class="link small"
                onClick={() => onInput((now) => withoutGroup(form, now, group))}
              >
                {t('removeHeader')}
              </button>
            )}
          </div>
        );
      })}
      {form.repeat && (
        <button type="button" class="link small" onClick={add}>
          {t('addAnotherHeader')}
        </button>
      )}
    </>
  );
}

import type { Failure } from '../lib/errors.ts';
import type { Draft, MethodForm } from '../lib/messages/view.ts';
import { FormInput } from './FormInput.tsx';
import { type DrawnField, groupCount, nameInGroup, withoutGroup } from './form-state.ts';
import { useT } from './translation.ts';

interface FormFieldsProps {
  form: MethodForm;
  fields: DrawnField[];
  values: Draft['fields'];
  failure: Failure | null;
  wrongField: string | null;
  readOnly: boolean;
  onInput: (values: Draft['fields']) => void;
}

/** The fields of one method; a repeated group can be added and taken away. */
export function FormFields(props: FormFieldsProps) {
  const { form, fields, values, failure, wrongField, readOnly, onInput } = props;
  const t = useT();
  const groups = groupCount(form, values);
  const add = () =>
    onInput({
      ...values,
      ...Object.fromEntries(form.fields.map(({ name }) => [nameInGroup(name, groups), ''])),
    });
  return (
    <>
      {Array.from({ length: groups }, (_, group) => (
        <div key={group} class="fields">
          {fields
            .filter((field) => field.group === group)
            .map((field) => (
              <FormInput
                key={field.name}
                field={field}
                value={values[field.name] ?? ''}
                failure={field.name === wrongField ? failure : null}
                readOnly={readOnly}
                onInput={(value) => onInput({ ...values, [field.name]: value })}
              />
            ))}
          {group > 0 && (
            <button
              type="button"
              class="link small"
              onClick={() => onInput(withoutGroup(form, values, group))}
            >
              {t('removeHeader')}
            </button>
          )}
        </div>
      ))}
      {form.repeat && (
        <button type="button" class="link small" onClick={add}>
          {t('addAnotherHeader')}
        </button>
      )}
    </>
  );
}

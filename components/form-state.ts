import type { Draft, FormField, MethodForm } from '../lib/messages/form-view.ts';
import type { ExistingSignIn, ServiceRow } from '../lib/messages/view.ts';

/** A form field as drawn: of a repeated group each copy has its own name (`header#1`). */
export interface DrawnField extends FormField {
  /** 0 for the first group. */
  group: number;
}

/** Name of a field in the copy `group` of its group: `header`, `header#1`, ... */
export function nameInGroup(name: string, group: number): string {
  return group === 0 ? name : `${name}#${group}`;
}

/** How many copies of a repeated group a draft has, at least 1. */
export function groupCount(form: MethodForm, fields: Draft['fields']): number {
  if (!form.repeat) return 1;
  const numbers = Object.keys(fields).map((name) => Number(name.split('#')[1] ?? 0));
  return 1 + Math.max(0, ...numbers.filter(Number.isInteger));
}

/** All fields to draw for `groups` copies. */
export function drawnFields(form: MethodForm, groups: number): DrawnField[] {
  return Array.from({ length: groups }, (_, group) =>
    form.fields.map((field) => ({ ...field, name: nameInGroup(field.name, group), group })),
  ).flat();
}

/** Those that count with what stands in the others. */
export function shownFields(fields: readonly DrawnField[], values: Draft['fields']): DrawnField[] {
  const isShown = ({ when }: DrawnField): boolean => {
    if (when === null) return true;
    // What depends on a field that is not there is not there either.
    const asked = fields.find(({ name }) => name === when.field);
    return asked !== undefined && isShown(asked) && when.is.includes(values[asked.name] ?? '');
  };
  return fields.filter(isShown);
}

/** Another choice was made, on which it depends what else is asked. */
export function hasTurned(form: MethodForm, before: Draft['fields'], after: Draft['fields']): boolean {
  return form.fields.some(({ when }) => when !== null && before[when.field] !== after[when.field]);
}

/** What a look-up proposes, for fields that nobody touched. */
export function withProposed(draft: Draft, form: MethodForm, proposed: Draft['fields']): Draft {
  const untouched = form.fields.filter(({ name, initial }) => {
    const value = draft.fields[name] ?? '';
    return proposed[name] !== undefined && (value === '' || value === initial);
  });
  if (untouched.length === 0) return draft;
  const filled = Object.fromEntries(untouched.map(({ name }) => [name, proposed[name] ?? '']));
  return { ...draft, fields: { ...draft.fields, ...filled } };
}

/** Takes copy `group` out; the copies behind it move up. */
export function withoutGroup(form: MethodForm, fields: Draft['fields'], group: number): Draft['fields'] {
  const count = groupCount(form, fields);
  const left = { ...fields };
  for (const { name } of form.fields) {
    for (let at = group; at < count - 1; at += 1) {
      left[nameInGroup(name, at)] = fields[nameInGroup(name, at + 1)] ?? '';
    }
    delete left[nameInGroup(name, count - 1)];
  }
  return left;
}

const initialsOf = (form: MethodForm): Draft['fields'] =>
  Object.fromEntries(form.fields.map(({ name, initial }) => [name, initial]));

/** The form as it stands at first: what the user left, else the proposed method with its initial values. */
export function firstDraft(row: ServiceRow, kept: Draft | null, again: ExistingSignIn | null): Draft {
  const same = kept && row.forms.find(({ method }) => method === kept.method);
  // Of fields that were not drawn nothing was kept: they begin as ever.
  if (kept && same) return { ...kept, fields: { ...initialsOf(same), ...kept.fields } };
  const form = row.forms.find(({ method }) => method === again?.method) ?? row.forms[0];
  const fields: Draft['fields'] = {};
  for (const each of [...row.forms].reverse()) {
    for (const field of each.fields) fields[field.name] = field.initial;
  }
  for (const field of form?.fields ?? []) fields[field.name] = field.initial;
  Object.assign(fields, form?.more);
  if (again && form?.method === 'basic') fields.username = again.who;
  return { method: form?.method ?? '', fields, acceptPlainHttp: false, remember: false };
}

/**
 * The draft with another method. What was typed stays where both ask for it; what nobody touched becomes what the other
 * form begins with.
 */
export function withMethod(draft: Draft, forms: readonly MethodForm[], method: string): Draft {
  const fields = { ...draft.fields };
  const initials = (name: string) =>
    forms.flatMap((form) => form.fields.filter((each) => each.name === name).map(({ initial }) => initial));
  for (const { name, initial } of forms.find((form) => form.method === method)?.fields ?? []) {
    const typed = fields[name];
    if (typed === undefined || initials(name).includes(typed)) fields[name] = initial;
  }
  return { ...draft, method, fields };
}

/** The form for a new password or key of the row's own sign-in: its method alone, who stays. */
export function changeForm(row: ServiceRow): MethodForm | null {
  return row.forms.find((form) => form.method === row.details?.method) ?? null;
}

/** Secrets that a form needs as it stands at first. */
function neededSecrets(form: MethodForm): string[] {
  const initial = Object.fromEntries(form.fields.map((field) => [field.name, field.initial]));
  const shown = shownFields(drawnFields(form, 1), initial);
  return shown.flatMap(({ name, secret, optional }) => (secret && !optional ? [name] : []));
}

/** What the row's secret is; null where there is none to type: at a provider's own page one signs in anew. */
export function secretOf(row: ServiceRow): 'password' | 'file' | 'key' | null {
  const form = row.details ? changeForm(row) : row.forms[0];
  if (!form) return null;
  if (form.fields.some(({ kind }) => kind === 'file')) return 'file';
  const needed = neededSecrets(form);
  if (needed.length === 0) return null;
  return needed.includes('password') ? 'password' : 'key';
}

/** Fields of {@link changeForm} that need the user: the secret ones, and what the worker could not fill in. */
export function askedInChange(row: ServiceRow, fields: readonly DrawnField[]): DrawnField[] {
  return (
    fields
      .filter(
        (field) =>
          field.kind === 'note' ||
          field.secret ||
          (!field.optional && field.initial === '' && !(field.name === 'username' && row.who)),
      )
      // The file of before would change nothing.
      .map((field) => (field.kind === 'file' ? { ...field, optional: false } : field))
  );
}

/** What is sent: the fields of the chosen form alone. */
export function sentDraft(draft: Draft, fields: readonly FormField[]): Draft {
  return {
    ...draft,
    fields: Object.fromEntries(
      fields.filter(({ kind }) => kind !== 'note').map(({ name }) => [name, draft.fields[name] ?? '']),
    ),
  };
}

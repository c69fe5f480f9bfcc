import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const NEAREST = { block: 'nearest' } as const;

/**
 * Puts the focus where typing goes on: at first into the first field that needs filling in, later into a wrong one.
 * @param away True while something else has its place: a passphrase that is asked for first, the provider's window.
 * @param about What the form says and asks: the field that is wrong, the failure's code, the method.
 */
export function useFormFocus(
  form: RefObject<HTMLFormElement | null>,
  away: boolean,
  about: { wrongField: string | null; failed: string | null; method: string },
): void {
  const wasAway = useRef(false);
  wasAway.current ||= away;

  // At first, and again when that is through; before the next key, which belongs into the first field already.
  useLayoutEffect(() => {
    if (away) return;
    const typed = 'input[data-field], button[data-field]';
    const inputs = [...(form.current?.querySelectorAll<HTMLInputElement>(typed) ?? [])];
    const last = form.current?.querySelector<HTMLElement>('[type=submit]');
    const empty = inputs.find(({ value, required }) => value === '' && required);
    (empty ?? (wasAway.current ? last : inputs[0]))?.focus();
  }, [form, away]);

  // What is wrong must be seen, else the field that has the focus; and the buttons, where there is room for both.
  const { wrongField, failed, method } = about;
  useEffect(() => {
    const field =
      wrongField && form.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(wrongField)}"]`);
    if (field) field.focus();
    [...(form.current?.querySelectorAll('.buttons') ?? [])].at(-1)?.scrollIntoView(NEAREST);
    if (failed && !field) form.current?.querySelector('.failure')?.scrollIntoView(NEAREST);
    else if (form.current?.contains(document.activeElement)) document.activeElement?.scrollIntoView(NEAREST);
  }, [form, wrongField, failed, method]);
}

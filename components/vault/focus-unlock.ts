/** `data-passphrase` of the field that unlocks. */
export const UNLOCK_FIELD = 'unlock';

/** Puts the cursor into the passphrase field: the last one, since one inside a form hides the one on top. */
export function focusUnlock(): void {
  const fields = document.querySelectorAll<HTMLInputElement>(`[data-passphrase="${UNLOCK_FIELD}"]`);
  fields.item(fields.length - 1)?.focus();
}

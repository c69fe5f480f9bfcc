/** The address that somebody typed: without a scheme it is https. */
export function withScheme(typed: string): string {
  const text = typed.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

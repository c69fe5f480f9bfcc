/** Words between white space, each once. */
export function wordsIn(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter(Boolean))];
}

/** Pairs as in a query (`application/x-www-form-urlencoded`); those without a name are left out. */
export function pairsIn(text: string): [name: string, value: string][] {
  return [...new URLSearchParams(text)].filter(([name]) => name !== '');
}

/** The same written: {@link pairsIn} gives it back. */
export function pairsText(pairs: readonly (readonly [name: string, value: string])[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** A sentence of the locales and what fills it. Never holds a secret. */
export interface Word {
  key: `exchange_${string}`;
  values: string[];
}

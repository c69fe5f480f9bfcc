/** How one provider's services take a credential, as its documentation or source says (`evidence.ts`). */
export interface KnownService {
  id: string;
  name: string;
  /** Host patterns: `*.` in front stands for one or more labels, any other `*` for a part of one label. */
  hosts: string[];
  /** Query parameters that take a key, in exact case. */
  query: string[];
  /** Headers that take a key; `scheme` is the word before it, exact case, empty where there is none. */
  headers: { name: string; scheme: string }[];
  /** Query parameters that only count together, in exact case. */
  pairs: [string, string][];
  /** What stands right before a key in the path, `;key=`; empty where keys do not travel there. */
  pathText: string;
}

/** A row of the catalogue: what does not apply is left out. */
export type CatalogueRow = Pick<KnownService, 'id' | 'name' | 'hosts'> & Partial<KnownService>;

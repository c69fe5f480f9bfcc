export interface Named {
  name: string;
  value: string;
}

/** What is added to a request: the result of a way of signing in, before it becomes a rule or a check of our own. */
export type Injection =
  | {
      kind: 'headers';
      headers: Named[];
      /** Headers of the page's own that go: a service may take a foreign `Referer` for a reason to refuse. */
      removed?: readonly string[];
      /** Beside the headers, and no secrets: they become part of the URL. */
      parameters?: Named[];
      /** Our own requests take along what the browser keeps for the host: of sessions that are the browser's own. */
      cookies?: true;
    }
  | {
      kind: 'query';
      parameters: Named[];
      /** Beside the parameters. */
      headers?: Named[];
    }
  /** `text` and the value stand directly behind the base URL's path: `/services` + `;key=` + value. */
  | { kind: 'path'; text: string; value: string };

/** What a path key puts behind a prefix's path. At the root it opens a segment, else it would become part of the host. */
export function insertedText(path: string, { text, value }: Extract<Injection, { kind: 'path' }>): string {
  const opening = path === '/' && !text.startsWith('/') ? '/' : '';
  return opening + text + encodeURIComponent(value);
}

/** True where the secret becomes part of the URL: the page can then read it (`response.url`). */
export function isInUrl(injection: Injection): boolean {
  return injection.kind !== 'headers';
}

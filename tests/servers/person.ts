/** What a person does at a provider. */
export interface Doings {
  username: string;
  password: string;
  /** Which page is refused instead of answered. */
  refuse?: 'login' | 'consent';
}

/** A person with a browser of one's own: cookies, forms, redirects; no script. */
export class Person {
  readonly #cookies = new Map<string, string>();
  /** Status of the page that was seen last. */
  lastStatus = 0;

  /**
   * Opens a provider's page, fills in what it asks for, and follows it until it leads to `redirectUri`.
   * @returns that address, which is not opened; null where the provider ends on a page of its own.
   */
  async signIn(url: string, redirectUri: string, doings: Doings): Promise<string | null> {
    let response = await this.#open(url);
    for (let step = 0; step < 12; step++) {
      const location = response.headers.get('location');
      if (location !== null) {
        const next = new URL(location, response.url || url).href;
        if (next.startsWith(redirectUri)) return next;
        url = next;
        response = await this.#open(url);
        continue;
      }
      const html = await response.text();
      const kind = html.includes('name="password"')
        ? 'login'
        : html.includes('id="consent"')
          ? 'consent'
          : null;
      if (kind === null) return null;
      // A wrong password would be asked for again and again.
      if (html.includes('id="wrong"')) return null;
      const { username, password } = doings;
      const answer = { do: doings.refuse === kind ? 'refuse' : 'go' };
      response = await this.#open(url, kind === 'login' ? { username, password, ...answer } : answer);
    }
    throw new Error(`No end: ${url}`);
  }

  async #open(url: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    this.lastStatus = response.status;
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

import type { Page } from 'playwright-core';
import { until } from '../drivers/wait.ts';
import { typeIn } from './map-stage.ts';
import { extensionWithClock, type MovedClock, movedClock, passUntilAlarm } from './moved-clock.ts';
import { type ProviderStage, type ProviderStageOptions, providerStage } from './provider-stage.ts';
import { fetchFrom } from './scene.ts';
import { heldIn, sentence } from './state.ts';
import { PASSPHRASE, setPassphrase } from './vault-steps.ts';

/** The service's host, as its row names it. */
export const SERVICE = 'svc.localhost';
/** Tokens live this long here, in seconds. */
const LIFE_S = 120;
/** They are renewed a tenth of their life before the end. */
export const UNTIL_RENEWAL_MS = LIFE_S * 900;
export const LIFE_MS = LIFE_S * 1000;

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** A {@link ProviderStage} in which time can pass. */
export interface RenewalStage extends ProviderStage {
  clock: MovedClock;
  /** Lets time pass for the worker, the provider and the service. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until the alarm for the renewal, which rings. */
  untilAlarm(): Promise<void>;
  /** Opens the popup again, or that of another page. */
  reopen(page?: Page): Promise<void>;
  /** Signs in through the browser's own flow, a person at the provider's pages. @param remember in the vault, new. */
  signIn(remember?: 'remember'): Promise<void>;
  /** Closes the browser, unless it has ended, lets time pass, and starts it again with the page and the popup. */
  restart(ms?: number): Promise<void>;
  /** The tokens that the worker holds now, one pair a sign-in. */
  tokens(): Promise<Tokens[]>;
  /** The tokens of the only sign-in. */
  only(): Promise<Tokens>;
  /** Asks the provider for something as its client does. */
  post(path: string, fields: Record<string, string>): Promise<Response>;
  /** How often the provider was asked for tokens. */
  tokenRequests(): number;
  /** The token that the page's next request carries, and its answer. */
  next(): Promise<{ token: string | null; status: number }>;
  /** Waits until other tokens than these are held. */
  renewed(before: Tokens): Promise<Tokens>;
}

export async function renewalStage(options: ProviderStageOptions = {}): Promise<RenewalStage> {
  const clock = movedClock();
  const hosts = ['svc.localhost', 'site.localhost', '127.0.0.1', ...(options.hosts ?? [])];
  const extension = await extensionWithClock(hosts.map((host) => `http://${host}/*`));
  const made = await providerStage({ accessTokenSeconds: LIFE_S, ...options, extension });
  const { scene, provider } = made;
  const { anew } = made;
  const end = made[Symbol.asyncDispose];

  const tokens = async (): Promise<Tokens[]> =>
    Object.entries(await heldIn(scene.browser)).flatMap(([key, held]) =>
      key.startsWith('credential:') ? [(held as { secrets: Tokens }).secrets] : [],
    );
  const only = async () => {
    const [first, ...others] = await tokens();
    if (!first || others.length > 0)
      throw new Error(`Not one sign-in is held, but ${(await tokens()).length}`);
    return first;
  };
  const stage: RenewalStage = Object.assign(made, {
    clock,
    pass: (ms) => clock.forward(scene.browser, ms),
    untilAlarm: () => passUntilAlarm(clock, scene.browser),
    reopen: async (page = stage.page) => {
      if (!stage.popup.page.isClosed()) await stage.popup.page.close();
      stage.page = page;
      stage.popup = await scene.popup(page);
    },
    restart: async (ms = 0) => {
      await scene.browser.close().catch(() => undefined);
      await clock.forward(null, ms);
      await scene.restart();
      await clock.tell(scene.browser);
      stage.page = await scene.visit(stage.url);
      stage.popup = await scene.popup(stage.page);
    },
    fetch: () => fetchFrom(stage.page, stage.url),
    // As those of the map's stage, in the popup that is open now.
    fillIn: async (method, fields, address = SERVICE) => {
      const { page } = stage.popup;
      await stage.popup.row(address).press(/^Sign in/);
      const way = page.getByRole('radio', { name: sentence(`method_${method}`), exact: true });
      if ((await way.count()) === 0) await page.getByRole('button', { name: sentence('moreWays') }).click();
      await way.check({ force: true });
      await typeIn(stage.popup, { issuer: provider.issuer, ...fields });
    },
    send: (address = SERVICE) => stage.popup.row(address).press(/^Sign in$/),
    signIn: async (remember) => {
      await stage.fillIn('oauth', { clientId: 'layerkey' });
      if (remember) {
        await stage.popup.page.getByRole('radio', { name: sentence('remember') }).click();
        await setPassphrase(stage.popup, PASSPHRASE);
      }
      await stage.send();
      await made.logIn();
      await stage.popup.row(SERVICE).says(sentence('tokenRenews'));
    },
    anew: async () => {
      await anew();
      await clock.tell(scene.browser);
    },
    tokens,
    only,
    post: (path, fields) =>
      fetch(`${provider.issuer}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'layerkey', ...fields }),
      }),
    tokenRequests: () => provider.requests.filter((each) => each === 'POST /token').length,
    next: async () => {
      scene.service.clear();
      const status = await stage.fetch();
      const request = scene.service.requests.find(({ method }) => method === 'GET');
      return { token: /^Bearer (\S+)$/.exec(request?.headers.authorization ?? '')?.[1] ?? null, status };
    },
    renewed: (before) =>
      until('new tokens', async () =>
        (await tokens()).find(({ accessToken }) => accessToken !== before.accessToken),
      ),
    [Symbol.asyncDispose]: async () => {
      clock[Symbol.dispose]();
      await end();
    },
  } satisfies Partial<RenewalStage>);
  return stage;
}

import type { Page } from 'playwright-core';
import { cors } from '../../../demo/answers.ts';
import { startServer } from '../../../demo/server.ts';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from '../../servers/identity-provider.ts';
import type { CdpPage } from '../drivers/cdp-page.ts';
import { type Desktop, launchDesktop } from '../drivers/desktop.ts';
import { builtExtension } from '../drivers/extension.ts';
import { until } from '../drivers/wait.ts';
import { bearerIn, browserRedirect, PATH } from './map-stage.ts';
import { sentence } from './state.ts';

/** A map whose service sits behind an identity provider, and the unmodified build in a Chromium with windows. */
export interface ProviderDesk extends AsyncDisposable {
  provider: IdentityProvider;
  desktop: Desktop;
  /** Has the status of its map request as title. */
  map: Page;
  /** URLs of the service, the page and the provider. */
  urls: string[];
  /** Host patterns that Layerkey holds. */
  granted(): Promise<string[]>;
  /** Clicks the toolbar icon, then *Sign in*, chooses the provider and types issuer and client. */
  openForm(): Promise<CdpPage>;
  /** The popup with a result: reopened by itself, or, where the browser did not let it, called for by the badge. */
  result(): Promise<CdpPage>;
  /** Waits until the service's row says this. */
  says(popup: CdpPage, text: string): Promise<void>;
}

/** Types into a field of the row's form. The toolbar's popup grows with its form, and a click meanwhile may miss. */
async function type(popup: CdpPage, field: string, text: string): Promise<void> {
  const selector = `${ROW} [data-field=${field}]`;
  let before = '';
  await until(`${field} to stand still`, async () => {
    const last = before;
    before = await popup.evaluate((one) => {
      const box = document.querySelector(one)?.getBoundingClientRect();
      return JSON.stringify([box, innerWidth, innerHeight]);
    }, selector);
    return before === last;
  });
  await until(`${field} to be typed`, async () => {
    await popup.fill(selector, text);
    const typed = (one: string) => document.querySelector<HTMLInputElement>(one)?.value;
    return (await popup.evaluate(typed, selector)) === text;
  });
}

/** Selector of the service's row. */
export const ROW = `[data-row$="${PATH}"]`;

export async function providerDesk(options: IdentityProviderOptions = {}): Promise<ProviderDesk> {
  const client = {
    client_id: 'layerkey',
    token_endpoint_auth_method: 'none' as const,
    redirect_uris: [await browserRedirect()],
    grant_types: ['authorization_code', 'refresh_token'],
  };
  const provider = await startIdentityProvider({ ...options, clients: [client] });
  const isGood = async (token: string) => {
    const answer = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
    return answer.status === 200;
  };
  const service = await startServer(
    async (request, response) => {
      const token = bearerIn(request);
      const headers = cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store' });
      if (token && (await isGood(token))) response.writeHead(200, headers).end('<WMS_Capabilities/>');
      else response.writeHead(401, { ...headers, 'WWW-Authenticate': 'Bearer' }).end('no');
    },
    { host: 'svc.localhost' },
  );
  // The browser lists a resource once its body is there.
  const ask = `fetch('${service.url()}${PATH}?SERVICE=WMS&REQUEST=GetCapabilities')`;
  const script = `${ask}.then(async (answer) => { await answer.text(); document.title = answer.status; })`;
  const site = await startServer(
    (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<script>${script}</script>`);
    },
    { host: 'site.localhost' },
  );
  const desktop = await launchDesktop({ extension: await builtExtension('chrome') });
  const map = await desktop.newPage(site.url());
  await map.waitForFunction(() => document.title === '401');
  // Asked for now: it brings the page to the front, which would close a popup.
  const tabId = await desktop.tabId(map);

  const chooseProvider = (popup: CdpPage) =>
    until('the way to sign in', () =>
      popup.evaluate((words) => {
        const label = [...document.querySelectorAll('label')].find((each) => each.textContent === words);
        if (label) label.click();
        else document.querySelector<HTMLElement>('.segments button')?.click();
        return label !== undefined;
      }, sentence('method_oauth')),
    );
  return {
    provider,
    desktop,
    map,
    urls: [service.url(), site.url(), provider.issuer],
    granted: () => desktop.evaluateInWorker(async () => (await chrome.permissions.getAll()).origins ?? []),
    openForm: async () => {
      const popup = await desktop.openActionPopup('icon', map);
      await popup.click(`${ROW} button`);
      await chooseProvider(popup);
      await type(popup, 'issuer', provider.issuer);
      await type(popup, 'clientId', 'layerkey');
      return popup;
    },
    result: async () => {
      const badge = () => desktop.evaluateInWorker((id) => chrome.action.getBadgeText({ tabId: id }), tabId);
      const found = await until('the popup, or the badge that calls', async () => {
        if (await desktop.isActionPopupOpen()) return 'popup';
        return (await badge()) === '!' && 'badge';
      });
      return found === 'popup' ? desktop.actionPopup() : desktop.openActionPopup('icon', map);
    },
    says: (popup, text) =>
      until(`"${text}"`, async () => (await popup.text(ROW)).includes(text)).then(
        () => undefined,
        async () => {
          throw new Error(`no "${text}" in: ${await popup.text('body')}`);
        },
      ),
    [Symbol.asyncDispose]: async () => {
      await desktop.close();
      await Promise.all([site.close(), service.close(), provider.close()]);
    },
  };
}

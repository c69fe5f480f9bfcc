import type { Page } from 'playwright-core';
import { type RecordingServer, startServer } from '../../../demo/server.ts';
import { realMaps } from '../../servers/geomapfish/maps.ts';
import { type GeoMapFish, type GeoMapFishOptions, startGeoMapFish } from '../../servers/geomapfish.ts';
import { startMapServer } from '../../servers/mapserver.ts';
import type { Popup } from './harness.ts';
import { chooseMethod, typeIn } from './map-stage.ts';
import { windowAt } from './provider-pages.ts';
import { sentence } from './state.ts';
import { emptyPage, startWorld, type World } from './world.ts';

/** Where QGIS listens. */
export const REDIRECT = 'http://127.0.0.1:7070/';

/** Several portals before one real map server, a map page of somebody else, and Chromium with access to all of them. */
export interface PortalStage<Name extends string> extends AsyncDisposable {
  world: World;
  site: RecordingServer;
  portals: Readonly<Record<Name, GeoMapFish>>;
}

const MAPS = { user: 'portal', password: 'inside-only' };

export async function portalStage<Name extends string>(
  options: Readonly<Record<Name, GeoMapFishOptions>>,
  grant: readonly string[] = [],
): Promise<PortalStage<Name>> {
  const service = await startMapServer(MAPS);
  const site = await startServer(emptyPage, { host: 'site.localhost' });
  const started = await Promise.all(
    Object.entries<GeoMapFishOptions>(options).map(
      async ([name, each]) =>
        [
          name,
          await startGeoMapFish({ host: `${name}.localhost`, maps: realMaps(service, MAPS), ...each }),
        ] as const,
    ),
  );
  const portals = Object.fromEntries(started) as Record<Name, GeoMapFish>;
  const world = await startWorld([site.url(), REDIRECT, ...started.map(([, { url }]) => url), ...grant]);
  return {
    world,
    site,
    portals,
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      await Promise.all([...started.map(([, each]) => each), site, service].map((each) => each.close()));
    },
  };
}

export const capabilitiesOf = ({ url }: GeoMapFish): string =>
  `${url}/mapserv_proxy?SERVICE=WMS&REQUEST=GetCapabilities`;

/** The layers that a page sees in the capabilities of a portal's maps; null where it is refused. */
export async function layersSeen(page: Page, portal: GeoMapFish): Promise<string[] | null> {
  const read = (url: string) => fetch(url).then(async (answer) => (answer.ok ? answer.text() : null));
  return layersIn(await page.evaluate(read, capabilitiesOf(portal)));
}

/** The names of the layers in a capabilities document. */
export function layersIn(text: string | null): string[] | null {
  return text === null
    ? null
    : [...text.matchAll(/<Name>(countries|borders|places)<\/Name>/g)].map(([, name]) => name ?? '');
}

/** Opens a page that asks for a portal's maps, and over it the popup with the form of its row, filled in. */
export async function openForm(
  { world, site }: PortalStage<string>,
  portal: GeoMapFish,
  fields: Readonly<Record<string, string>>,
  from = `${site.url()}/`,
): Promise<{ page: Page; popup: Popup }> {
  const page = await world.browser.newPage(from);
  // Read to its end: before, the page's own list of requests does not have it.
  await layersSeen(page, portal);
  const popup = await world.popup(page);
  await popup.page.bringToFront();
  await popup.page
    .getByText(sentence('groupOpen', '1'), { exact: true })
    .click({ timeout: 8000 })
    .catch(async () => {
      throw new Error(await popup.page.locator('body').innerText());
    });
  await popup.row(portal.host).press(/^Sign in/);
  await chooseMethod(popup, 'geomapfish');
  await typeIn(popup, fields);
  return { page, popup };
}

export const send = (popup: Popup, portal: GeoMapFish): Promise<void> =>
  popup.row(portal.host).press(/^Sign in$/);

/** Waits for the status of a portal's row, not only for its words. */
export async function isSignedIn(popup: Popup, portal: GeoMapFish): Promise<void> {
  const name = sentence('statusMenu', sentence('status_signedIn'), portal.host);
  await popup.page
    .getByRole('button', { name })
    .waitFor()
    .catch(async () => {
      throw new Error(`Not signed in: ${await popup.page.locator('body').innerText()}`);
    });
}

/** What a person does on the portal's login page, which is open or about to be. @returns the window. */
export async function logInAt(
  { world }: PortalStage<string>,
  url: string,
  person: Record<string, string>,
): Promise<Page> {
  const window = await windowAt(world.browser.context, url);
  for (const [name, text] of Object.entries(person)) await window.locator(`[name=${name}]`).fill(text);
  await window
    .locator('button')
    .click({ noWaitAfter: true })
    .catch((error: unknown) => {
      if (!window.isClosed()) throw error;
    });
  return window;
}

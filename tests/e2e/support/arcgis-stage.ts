import type { Page } from 'playwright-core';
import type { RecordedRequest, RecordingServer } from '../../../demo/server.ts';
import { type Arcgis, startArcgis } from '../../servers/arcgis.ts';
import { until } from '../drivers/wait.ts';
import type { Popup } from './harness.ts';
import { browserRedirect, typeIn } from './map-stage.ts';
import { extensionWithClock, type MovedClock, movedClock } from './moved-clock.ts';
import { fetchFrom, type Scene, scene } from './scene.ts';
import { sentence } from './state.ts';
import { emptyPage, openForm } from './world.ts';

export const USER = { username: 'ada', password: 'planted-Passw0rd-55' };

/** A map with layers of ArcGIS, and Chromium with Layerkey, in which time can pass. */
export interface ArcgisStage extends AsyncDisposable {
  arcgis: Arcgis;
  scene: Scene;
  clock: MovedClock;
  /** A page that asks for a service's description and one tile, both refused, and the popup with its form open. */
  openForm(server: RecordingServer & { root: string }, name: string): Promise<Layer>;
}

interface Layer {
  page: Page;
  popup: Popup;
  /** Path of the service, as its row names it. */
  path: string;
  row: ReturnType<Popup['row']>;
  fill(fields: Readonly<Record<string, string>>): Promise<void>;
  send(): Promise<void>;
  signedIn(): Promise<void>;
  /** The page's next tile: its status, and the request as it arrived. */
  tile(): Promise<{ status: number; request: RecordedRequest }>;
}

export async function arcgisStage(): Promise<ArcgisStage> {
  const clock = movedClock();
  const arcgis = await startArcgis({ user: { ...USER }, redirects: [await browserRedirect()] });
  const hosts = ['gis', 'maps', 'portal', 'win', 'site', 'svc'].map((each) => `http://${each}.localhost/*`);
  const made = await scene(emptyPage, { extension: await extensionWithClock(hosts) });
  return {
    ...{ arcgis, clock, scene: made },
    openForm: async (server, name) => {
      const service = `${server.root}/rest/services/${name}/MapServer`;
      const path = new URL(service).pathname;
      const tileUrl = `${service}/tile/0/0/0`;
      const page = await made.visit(`${service}?f=json`, tileUrl);
      const popup = await made.popup(page);
      const row = popup.row(path);
      await openForm(popup, path);
      return {
        ...{ page, popup, path, row },
        fill: (fields) => typeIn(popup, fields),
        send: () => row.press(/^Sign in$/),
        signedIn: async () => {
          const { host } = new URL(service);
          const status = sentence('statusMenu', sentence('status_signedIn'), host);
          await popup.page
            .getByRole('listitem')
            .filter({ hasText: path })
            .getByRole('button', { name: status })
            .waitFor()
            .catch(async () => {
              throw new Error(`Not signed in: ${await popup.page.locator('body').innerText()}`);
            });
        },
        tile: async () => {
          const before = server.requests.length;
          const status = await fetchFrom(page, tileUrl);
          const isTile = ({ path: asked }: RecordedRequest) => asked === new URL(tileUrl).pathname;
          const request = await until('the tile', () => server.requests.slice(before).find(isTile));
          return { status, request };
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      clock[Symbol.dispose]();
      await made[Symbol.asyncDispose]();
      await arcgis[Symbol.asyncDispose]();
    },
  };
}

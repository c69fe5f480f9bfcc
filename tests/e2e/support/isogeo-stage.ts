import type { Page } from 'playwright-core';
import { type Isogeo, PERSON, startIsogeo } from '../../servers/isogeo.ts';
import type { Popup } from './harness.ts';
import { extensionWithClock, type MovedClock, movedClock, passUntilAlarm } from './moved-clock.ts';
import { press, windowAt } from './provider-pages.ts';
import { fetchFrom, type Scene, scene } from './scene.ts';
import { sentence } from './state.ts';

/** A page that uses an installation of Isogeo, the popup over it, and time that can pass. */
export interface IsogeoStage extends AsyncDisposable {
  isogeo: Isogeo;
  scene: Scene;
  page: Page;
  popup: Popup;
  /** Part of the row's text: the API's host. */
  api: string;
  /** The host that signs in, as sentences name it. */
  id: string;
  /** What the page asks for. */
  search: string;
  /** What the page's next request gets. */
  fetch(): Promise<number>;
  /** Chooses a file in the form that is open, and waits until it is loaded. */
  pick(text: string): Promise<void>;
  /** Drops one on the field, likewise. */
  drop(text: string): Promise<void>;
  /** *Sign in*, without reload. */
  send(): Promise<void>;
  /** Signs in at the provider's page. @returns its window. */
  logIn(): Promise<Page>;
  untilAlarm(): Promise<void>;
  /** The popup is closed and opened again. */
  reopen(): Promise<void>;
}

const HOSTS = ['isogeo.localhost', 'id.isogeo.localhost', 'localhost', 'site.localhost', 'svc.localhost'];

/** Starts all of it; the page has asked for nothing yet. */
export async function isogeoStage(): Promise<IsogeoStage> {
  const clock: MovedClock = movedClock();
  const isogeo = await startIsogeo();
  const made = await scene((_, response) => void response.writeHead(404).end(), {
    extension: await extensionWithClock(HOSTS.map((host) => `http://${host}/*`)),
  });
  const page = await made.visit();
  const search = `${isogeo.api}/resources/search?q=eau&_limit=1`;
  const field = () => stage.popup.page.getByRole('group', { name: sentence('field_clientSecretsFile') });
  // Each file has a name of its own: what is said of one is not taken for another.
  let files = 0;
  const nextName = () => `client_secrets (${++files}).json`;
  const isLoaded = (name: string) => stage.popup.row(stage.api).says(sentence('fileLoaded', name));
  const stage: IsogeoStage = {
    ...{ isogeo, scene: made, page, search, popup: await made.popup(page) },
    api: new URL(isogeo.api).host,
    id: new URL(isogeo.id).host,
    fetch: () => fetchFrom(page, search),
    pick: async (text) => {
      const name = nextName();
      const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
      await field().locator('input[type=file]').setInputFiles(file);
      await isLoaded(name);
    },
    drop: async (text) => {
      const name = nextName();
      const dataTransfer = await stage.popup.page.evaluateHandle(
        ([content, called]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([content], called, { type: 'application/json' }));
          return carried;
        },
        [text, name] as const,
      );
      await field().dispatchEvent('dragover', { dataTransfer });
      await field().dispatchEvent('drop', { dataTransfer });
      await isLoaded(name);
    },
    send: () => stage.popup.row(stage.api).press(/^Sign in$/),
    logIn: async () => {
      const window = await windowAt(made.browser.context, `${isogeo.id}/oauth/authorize`);
      await window.locator('[name=username]').fill(PERSON.username);
      await window.locator('[name=password]').fill(PERSON.password);
      await press(window, 'go');
      return window;
    },
    untilAlarm: () => passUntilAlarm(clock, made.browser),
    reopen: async () => {
      if (!stage.popup.page.isClosed()) await stage.popup.page.close();
      stage.popup = await made.popup(page);
    },
    [Symbol.asyncDispose]: async () => {
      clock[Symbol.dispose]();
      await made[Symbol.asyncDispose]();
      await isogeo.close();
    },
  };
  return stage;
}

import { basicOf, refuse } from '../../../demo/answers.ts';
import { type RecordedRequest, type RecordingServer, startServer } from '../../../demo/server.ts';
import { wms } from '../../../demo/services/wms.ts';
import type { EitherPage } from '../drivers/either-browser.ts';
import { until } from '../drivers/wait.ts';

/** A WMS whose layers are each of one colour all over, and that records what it is asked. */
export function colourWms(
  host: string,
  title: string,
  layers: Record<string, string>,
  password?: string,
): Promise<RecordingServer> {
  const painted = Object.entries(layers).map(([name, colour]) => [
    name,
    {
      title: name,
      queryable: true,
      paint: (context: {
        fillStyle: unknown;
        fillRect: (...box: [number, number, number, number]) => void;
      }) => {
        context.fillStyle = colour;
        context.fillRect(-1e7, -1e7, 2e7, 2e7);
      },
    },
  ]);
  const answer = wms({ title, layers: Object.fromEntries(painted) });
  return startServer(
    (request, response) => {
      const isIn = password === undefined || basicOf(request)?.password === password;
      if (isIn) return answer(request, response);
      refuse(response, 401, 'Not without a password', 'Basic realm="maps"');
    },
    { host },
  );
}

/** Pictures that were asked for of a layer. */
export const picturesOf = (server: RecordingServer, layer: string): RecordedRequest[] =>
  server.requests.filter(({ query }) => {
    const parameter = new Map([...query].map(([name, value]) => [name.toUpperCase(), value]));
    return parameter.get('REQUEST') === 'GetMap' && parameter.get('LAYERS') === layer;
  });

/** What is on the canvas in its middle, `#cc0000`; empty where nothing is drawn. */
const colour = (page: EitherPage): Promise<string> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLCanvasElement>('.map-target canvas')].reverse();
    for (const canvas of all) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const [red = 0, green = 0, blue = 0, alpha = 0] =
        canvas
          .getContext('2d')
          ?.getImageData(Math.floor(canvas.width / 2), Math.floor(canvas.height / 2), 1, 1).data ?? [];
      const hex = [red, green, blue].map((each) => each.toString(16).padStart(2, '0')).join('');
      if (alpha > 200) return `#${hex}`;
    }
    return '';
  });

/** Waits until the middle of the map has this colour; empty for nothing drawn. */
export const shows = (page: EitherPage, wanted: string) =>
  until(`the map to be ${wanted || 'empty'}`, async () =>
    (await colour(page)) === wanted ? true : undefined,
  );

/** The lines of the tree: the name, whether the eye is open, and what is said about it. */
export const treeOf = (page: EitherPage): Promise<{ name: string; eye: boolean; mark: string }[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role=treeitem]')].map((each) => ({
      name: each.getAttribute('aria-label') ?? '',
      eye: each.getAttribute('aria-checked') === 'true',
      mark: each.querySelector<HTMLElement>('.layer-mark')?.innerText.replace(/\s+/g, ' ').trim() ?? '',
    })),
  );

/** Waits until the layers say this, from the top down; empty for those about which nothing is said. */
export const marks = (page: EitherPage, ...wanted: string[]) =>
  until(`the marks ${wanted.join(' | ')}`, async () => {
    const found = (await treeOf(page)).map(({ mark }) => mark);
    return JSON.stringify(found) === JSON.stringify(wanted) ? true : undefined;
  });

export const lineOf = (name: string) => `[role=treeitem][aria-label="${name}"]`;

/** Adds layers of a service by its address, as a user does. @param isOffered run where the service's layers can be chosen. */
export async function offerFrom(page: EitherPage, url: string): Promise<void> {
  await page.click('.panel-tools button');
  await page.fill('.add-layer form input', url);
  await page.click('.add-layer form button');
}

export async function choose(page: EitherPage, ...names: string[]): Promise<void> {
  for (const name of names) {
    await until(`the layer ${name} to choose`, () =>
      page.evaluate((wanted: string) => {
        document.querySelector('[data-chosen]')?.removeAttribute('data-chosen');
        const line = [...document.querySelectorAll<HTMLElement>('.offer-line label')].find(
          ({ innerText }) => innerText.trim() === wanted,
        );
        line?.querySelector('input')?.setAttribute('data-chosen', '');
        return line !== undefined || undefined;
      }, name),
    );
    await page.click('[data-chosen]');
  }
  await page.click('.panel-foot .button.next');
}

/** Fills in user name and password where a form stands open, and sends it. */
export async function signInOpen(page: EitherPage, username: string, password: string): Promise<void> {
  await until('the form', () =>
    page.evaluate(() => document.querySelector('form.panel input[type=password]') !== null || undefined),
  );
  await page.fill('form.panel input[data-field=username]', username);
  await page.fill('form.panel input[type=password]', password);
  await page.click('form.panel button[type=submit]');
}

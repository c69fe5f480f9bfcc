// @vitest-environment happy-dom
import { fireEvent, render, screen, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { LanguageContext } from '../../components/translation.ts';
import { App } from '../../entrypoints/options/App.tsx';
import { createSourcesActions } from '../../entrypoints/options/actions.ts';
import type { SourcesPort } from '../../entrypoints/options/sources-port.ts';
import type { Failure } from '../../lib/errors.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import { signedInRow, view } from './fixtures.ts';
import { settle, t } from './screen.tsx';
import { source, sourcesView } from './sources-fixtures.ts';
import { line, names } from './sources-screen.tsx';

vi.mock('../../entrypoints/options/exchange-actions.ts', () => ({ createExchangeActions: () => ({}) }));

interface World {
  sources: SourcesView;
  rows: PopupView;
  /** What the browser answers when it is asked for hosts. */
  given: boolean;
}

/** A worker and a browser that write down what they are asked. */
function world(more: Partial<World> = {}) {
  const key = 'https://maps.city.example https://geo.example.com/geoserver/ows';
  const is: World = { sources: sourcesView(), rows: view([signedInRow({ key })]), given: true, ...more };
  const log: unknown[] = [];
  let change = () => {};
  const answer = async (command: { command: string }) => {
    log.push(command);
    const ofRows = ['look', 'view', 'showSource', 'pause'].includes(command.command);
    return { ok: true, view: ofRows ? is.rows : is.sources };
  };
  const page = {
    ...{ send: answer, ask: answer, exportSignIns: answer, post: (command: object) => log.push(command) },
    requestOrigins: async (origins: string[]) => {
      log.push({ asked: origins });
      return is.given;
    },
    onChanged: (callback: () => void) => {
      const before = change;
      change = () => {
        before();
        callback();
      };
      return () => {};
    },
    ...{ swapOrigins: async () => undefined, hasOrigins: async () => true, openPage: async () => undefined },
    ...{ openAddress: async () => undefined, copyText: async () => true, saveFile: () => undefined },
    ...{
      closeSelf: () => undefined,
      patternsOfForm: () => [],
      estimate: async () => ({ score: 0, seconds: 0 }),
    },
    ...{ portsInPatterns: true, isTab: true },
  } as unknown as SourcesPort;
  return { is, log, page, change: () => change() };
}

const draw = async (page: SourcesPort) => {
  render(
    <LanguageContext value={{ t, locale: 'en' }}>
      <App page={page} tabId={7} />
    </LanguageContext>,
  );
  await settle();
};

test('asked at first and whenever the worker says so; a source that opens has its rows', async () => {
  const { is, log, page, change } = world();
  await draw(page);
  expect(names()).toHaveLength(3);
  fireEvent.click(line('Cadastre'));
  await settle();
  expect(log.slice(1)).toEqual([
    { command: 'look', tabId: 7 },
    { command: 'showSource', tabId: 7, sourceId: 'src0001' },
  ]);
  const panel = within(screen.getByRole('complementary'));
  panel.getByRole('button', { name: 'Signed in, menu for geo.example.com' });
  is.sources = sourcesView({ sources: [source({ urls: ['https://new.example.com/ows'] })] });
  change();
  await settle();
  await settle();
  // Its address is another one: the rows are asked for anew.
  expect(log.slice(-2)).toEqual([
    { command: 'look', tabId: 7 },
    { command: 'showSource', tabId: 7, sourceId: 'src0001' },
  ]);
  expect(log).toContainEqual({ command: 'view', tabId: 7 });
});

test('what is done with a row is seen in the list', async () => {
  const { log, page } = world();
  await draw(page);
  fireEvent.click(line('Cadastre'));
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Signed in, menu for geo.example.com' }));
  fireEvent.click(screen.getByRole('menuitem', { name: 'Pause' }));
  await settle();
  const key = 'https://maps.city.example https://geo.example.com/geoserver/ows';
  expect(log.slice(-2)).toEqual([{ command: 'pause', tabId: 7, key }, { command: 'sources' }]);
});

function actionsOf(here: ReturnType<typeof world>, failure: Failure | null = null) {
  const send = async (command: object) => {
    here.log.push(command);
    return failure;
  };
  return createSourcesActions(here.page, send);
}

test('a site is allowed once the browser was asked for its host and the services’, in the click itself', async () => {
  const here = world();
  const asked = actionsOf(here).allow([source()], 'maps.example.org/viewer?x=1', []);
  const origins = ['https://geo.example.com/*', 'https://maps.example.org:443/*'];
  expect(here.log).toEqual([{ asked: origins }]);
  expect(await asked).toBeNull();
  expect(here.log[1]).toEqual({ command: 'allowSite', ids: ['src0001'], site: 'https://maps.example.org' });
});

test('what the browser refuses is not done', async () => {
  const here = world({ given: false });
  const actions = actionsOf(here);
  const no = { code: 'permissionNotGiven', values: ['geo.example.com'] };
  expect(await actions.allow([source()], 'https://maps.example.org', ['https://maps.example.org/*'])).toEqual(
    no,
  );
  expect(await actions.test([source()])).toEqual(no);
  expect(await actions.undo(['https://geo.example.com/*'])).toEqual(no);
  expect(here.log.filter((each) => !('asked' in (each as object)))).toEqual([]);
});

test('our own map needs no host of its own; what is no site is answered', async () => {
  const here = world();
  const actions = actionsOf(here);
  await actions.allow([source()], actions.ownMap.site, []);
  expect(here.log[0]).toEqual({ asked: ['https://geo.example.com/*'] });
  for (const typed of ['javascript:alert(1)', 'ftp://x.example', 'http://', ':'])
    expect([typed, (await actions.allow([source()], typed, []))?.code]).toEqual([typed, 'badUrl']);
  expect(here.log).toHaveLength(2);
});

test('an address that is typed is sent as it is; a set-up without anybody’s sign-in', async () => {
  const here = world();
  const actions = actionsOf(here);
  await actions.importSetUp({
    name: 'A',
    kinds: ['WMS'],
    urls: ['https://a.example/ows'],
    method: 'key',
    parameter: 'apikey',
  });
  expect(here.log).toEqual([
    {
      command: 'importRecords',
      sources: [
        {
          name: 'A',
          kinds: ['WMS'],
          urls: ['https://a.example/ows'],
          parameter: 'apikey',
          signIn: null,
          replaces: null,
        },
      ],
      signIns: [],
      remember: false,
    },
  ]);
});

test('after unlocking, the list is asked for', async () => {
  const here = world();
  await actionsOf(here).unlock('lune carte pont');
  expect(here.log).toEqual([{ command: 'unlock', passphrase: 'lune carte pont' }, { command: 'sources' }]);
});

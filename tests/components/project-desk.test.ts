import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProjects } from '../../entrypoints/background/projects.ts';
import { createDesk, type DeskState, NOTHING_OPEN } from '../../entrypoints/map/project-desk.ts';
import type { ProjectPlace } from '../../entrypoints/map/project-place.ts';
import type { ProjectsPort } from '../../entrypoints/map/projects-types.ts';
import { toFailure } from '../../lib/errors.ts';
import type { Project } from '../../lib/project/model.ts';
import { readProject } from '../../lib/project/read.ts';
import { writeProject } from '../../lib/project/write.ts';
import { type MemoryArea, memoryArea } from '../fakes/memory-area.ts';
import { layer, project, source, wms } from '../fakes/projects.ts';

let area: MemoryArea;
let held: Set<string>;
let downloads: [string, string][];

beforeEach(() => {
  vi.useFakeTimers();
  area = memoryArea();
  held = new Set();
  downloads = [];
});
afterEach(() => void vi.useRealTimers());

/** A tab with the map page; the worker behind it is the real one on a storage in memory. */
function tab(named: string | null = null) {
  let clock = held.size;
  const worker = createProjects({ area, now: () => ++clock + Date.now() });
  let own: string | null = named;
  const place: ProjectPlace = {
    named: () => own,
    enter: async (id) => {
      if (held.has(id)) return false;
      if (own !== null) held.delete(own);
      own = id;
      held.add(id);
      return true;
    },
  };
  let state: DeskState = NOTHING_OPEN;
  const send = async ({ command, ...payload }: { command: never }) => {
    try {
      return { ok: true, view: await worker.carryOut(command, payload) };
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    }
  };
  const saveFile = (name: string, text: string) => void downloads.push([name, text]);
  const port = { send, saveFile } as unknown as ProjectsPort;
  const desk = createDesk(port, place, (next) => {
    state = next;
  });
  return {
    ...desk,
    state: () => state,
    id: () => own as string,
    /** The tab is gone without another word. */
    crash: () => {
      if (own !== null) held.delete(own);
      return own;
    },
  };
}

async function started(named: string | null = null) {
  const made = tab(named);
  await made.start();
  return made;
}

const named = (name: string) => (before: Project) => ({ ...before, name });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const fileOf = (text: string) => ({ size: text.length, text: async () => text });
const names = ({ kept }: DeskState) => kept.map(({ name }) => name);

test('a first page has an empty project, and keeps nothing of it', async () => {
  const page = await started();
  expect(page.state()).toMatchObject({ ready: true, dirty: false, kept: [], trouble: null });
  expect(page.state().project).toMatchObject({ name: '', tree: [], sources: [] });
  await page.keep();
  expect(area.items.size).toBe(0);
});

test('what was changed half a second ago survives a crash, in this tab and in a fresh one', async () => {
  const page = await started();
  page.change(() => project());
  page.change(named('Dikes'));
  expect(area.items.size).toBe(0);
  await pass(500);
  const id = page.crash();
  const again = await started(id);
  expect(again.state()).toMatchObject({ dirty: true, project: { ...project(), name: 'Dikes' } });
  expect(again.id()).toBe(id);
  again.crash();
  expect((await started()).state().project.name).toBe('Dikes');
});

test('a page that goes keeps what is open in the same tick', async () => {
  const page = await started();
  page.change(named('Dikes'));
  void page.keep();
  await pass(0);
  expect(JSON.stringify([...area.items])).toContain('Dikes');
});

test('changes that go on and on are kept meanwhile', async () => {
  const page = await started();
  for (let at = 0; at < 12; at++) {
    page.change((before) => ({ ...before, name: `Map ${at}` }));
    await pass(100);
  }
  expect(JSON.stringify([...area.items])).toMatch(/Map \d/);
});

test('where one looks is kept, and is no change', async () => {
  const page = await started();
  await page.openFile(fileOf(writeProject(project())));
  const view = { ...project().view, rotation: 1 };
  page.change((before) => ({ ...before, view }));
  expect(page.state().dirty).toBe(false);
  await pass(500);
  expect((await started(page.crash())).state()).toMatchObject({ dirty: false, project: { view } });
});

test('saved, it is a file that holds what is open', async () => {
  const page = await started();
  page.change(() => project());
  expect(page.state().dirty).toBe(true);
  page.save();
  expect(downloads).toEqual([['Polder.layerkey.json', writeProject(project())]]);
  expect(page.state().dirty).toBe(false);
  await pass(0);
  expect((await started(page.crash())).state().dirty).toBe(false);
});

test('saved under another name, the one before stays as it was', async () => {
  const page = await started();
  page.change(() => project());
  page.saveAs('Dikes');
  expect(downloads.map(([name]) => name)).toEqual(['Dikes.layerkey.json']);
  await pass(1000);
  expect(page.state()).toMatchObject({ dirty: false, project: { name: 'Dikes' } });
  expect(names(page.state())).toEqual(['Polder']);
});

test('a new project asks nothing, and loses nothing', async () => {
  const page = await started();
  page.change(() => project());
  await page.startNew();
  expect(page.state().project.tree).toEqual([]);
  expect(names(page.state())).toEqual(['Polder']);
  await page.openKept(page.state().kept[0]?.id ?? '');
  expect(page.state()).toMatchObject({ dirty: true, project: project(), kept: [] });
  // Loaded again, an empty project is an empty project.
  await page.startNew();
  expect((await started(page.crash())).state().project.name).toBe('');
});

test.each([
  ['damaged', 'no project', 'projectDamaged'],
  ['of a newer version', writeProject(project()).replace('"layerkey": 1', '"layerkey": 2'), 'projectNewer'],
  ['hostile', writeProject(project()).replaceAll('https://geo.', 'javascript://geo.'), 'projectAddress'],
  ['too big', ' '.repeat(5_000_001), 'projectTooBig'],
])('a file that is %s is one sentence, and nothing changes', async (_, text, code) => {
  const page = await started();
  page.change(named('Dikes'));
  await page.openFile(fileOf(text));
  expect(page.state()).toMatchObject({ trouble: { code }, dirty: true, project: { name: 'Dikes' } });
  page.dismiss();
  expect(page.state().trouble).toBeNull();
  await page.startNew();
  expect(names(page.state())).toEqual(['Dikes']);
});

test('a kept project of a newer version is left as it is', async () => {
  const page = await started();
  page.change(named('Dikes'));
  await pass(500);
  const key = `project:${page.id()}`;
  const newer = { ...(area.items.get(key) as object), text: '{"layerkey": 2}' };
  area.items.set(key, newer);
  const again = await started(page.crash());
  expect(again.state()).toMatchObject({
    ready: true,
    trouble: { code: 'projectNewer' },
    project: { name: '' },
  });
  again.change(named('Sheep'));
  await pass(500);
  expect(area.items.get(key)).toEqual(newer);
  expect(names(again.state())).toEqual(['Dikes']);
});

test('a key in the file is with the worker once, and nowhere else', async () => {
  const url = 'https://geo.example.com/geoserver/ows?apikey=K-4711';
  const text = writeProject(project({ sources: [source()].map(({ needs: _, ...each }) => each) }));
  const page = await started();
  await page.openFile(fileOf(text.replaceAll('geoserver/ows"', 'geoserver/ows?apikey=K-4711"')));
  expect(page.state()).toMatchObject({ moved: ['geo.example.com'], trouble: null });
  expect(page.state().secrets.map((each) => each.url)).toEqual([url, url]);
  expect(page.state().project.sources[0]?.needs).toEqual({ method: 'key', parameter: 'apikey' });
  page.servicesTaken();
  page.save();
  await pass(500);
  expect(JSON.stringify([page.state(), [...area.items], downloads])).not.toContain('K-4711');
});

test('what the page puts into it is cleaned as well; what a signed-in service repeats is no news', async () => {
  const page = await started();
  page.change(() => project());
  const echoed = layer({ draws: wms({ legend: 'https://geo.example.com/legend?token=abc' }) });
  page.change((before) => ({ ...before, tree: [echoed] }));
  expect(JSON.stringify(page.state())).not.toContain('abc');
  expect(page.state().moved).toEqual([]);
  const typed = source({ id: 'typed', url: 'https://other.example.org/ows?token=abc' });
  page.change((before) => ({ ...before, sources: [...before.sources, typed] }));
  expect(page.state()).toMatchObject({ moved: ['other.example.org'], secrets: [{ url: typed.url }] });
  expect(JSON.stringify(page.state().project)).not.toContain('abc');
  const signed = source({ id: 'signed', url: 'https://s.example.org/ows?sig=abc&se=1' });
  page.change((before) => ({ ...before, sources: [...before.sources, signed] }));
  expect(page.state()).toMatchObject({
    moved: ['other.example.org'],
    trouble: { code: 'signedUrl', values: ['s.example.org'] },
  });
});

test('a change that no project can hold is said, and not made', async () => {
  const page = await started();
  page.change(() => project());
  page.change((before) => ({ ...before, tree: [layer({ draws: wms({ url: 'javascript:alert(1)' }) })] }));
  expect(page.state()).toMatchObject({
    trouble: { code: 'projectAddress', values: ['Parcels'] },
    project: project(),
  });
});

test('a full disk is said until it is kept after all', async () => {
  const page = await started();
  area.failing.add('set');
  page.change(named('Dikes'));
  await pass(500);
  expect(page.state().trouble?.code).toBe('projectNotKept');
  area.failing.clear();
  await page.keep();
  expect(page.state().trouble).toBeNull();
  expect(JSON.stringify([...area.items])).toContain('Dikes');
});

test('two tabs never keep the same project', async () => {
  const one = await started();
  one.change(() => project());
  await pass(500);
  // A fresh tab beside it begins with an empty one.
  const two = await started();
  expect(two.state().project.name).toBe('');
  await two.openKept(one.id());
  expect(two.state().project.name).toBe('Polder');
  expect(two.id()).not.toBe(one.id());
  // The same for a tab that the browser duplicated.
  const copy = await started(one.id());
  expect(copy.state().project.name).toBe('Polder');
  expect(copy.id()).not.toBe(one.id());
  copy.change(named('Dikes'));
  one.change(named('Sheep'));
  await pass(500);
  expect((await started(one.crash())).state().project.name).toBe('Sheep');
  expect((await started(copy.crash())).state().project.name).toBe('Dikes');
});

test('a file that is opened every day stands in the list once', async () => {
  const page = await started();
  const file = fileOf(writeProject(project()));
  for (let day = 0; day < 3; day++) {
    await page.openFile(file);
    await page.startNew();
  }
  expect(names(page.state())).toEqual(['Polder']);
  await page.dropKept(page.state().kept[0]?.id ?? '');
  expect(names(page.state())).toEqual([]);
});

test('what is kept can be read as a file', async () => {
  const page = await started();
  page.change(() => project());
  await pass(500);
  const record = area.items.get(`project:${page.id()}`) as { text: string };
  expect(readProject(record.text).project).toEqual(project());
});

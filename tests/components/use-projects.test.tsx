// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { useProjects } from '../../entrypoints/map/use-projects.ts';
import { project, source } from '../fakes/projects.ts';
import { settle } from './screen.tsx';

afterEach(cleanup);

async function page() {
  const send = vi.fn(async (_: { command: string }) => ({ ok: true, view: [] }));
  const place = () => ({ named: () => null, enter: async () => true });
  const port = { send, saveFile: vi.fn() } as unknown as Parameters<typeof useProjects>[0];
  const { result } = renderHook(() => useProjects(port, place));
  await settle();
  const sent = () => send.mock.calls.map(([message]) => message.command);
  return { now: () => result.current, sent };
}

test.each(['pagehide', 'hidden'])(
  'what was changed is kept in the tick in which the page goes: %s',
  async (how) => {
    const { now, sent } = await page();
    act(() => now().change(() => project()));
    expect(sent()).toEqual(['projects']);
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    if (how === 'hidden') document.dispatchEvent(new Event('visibilitychange'));
    else window.dispatchEvent(new Event('pagehide'));
    expect(sent()).toEqual(['projects', 'keepProject']);
    vi.restoreAllMocks();
  },
);

test('the services are the same list while they say the same, and tell a secret until the worker has it', async () => {
  const { now } = await page();
  expect(now().ready).toBe(true);
  act(() => now().change(() => project()));
  const { services } = now();
  expect(services).toEqual([{ url: 'https://geo.example.com/geoserver/ows', method: 'basic' }]);
  act(() => now().rename('Dikes'));
  expect(now().project.name).toBe('Dikes');
  expect(now().services).toBe(services);
  const typed = source({
    id: 'typed',
    url: 'https://anna:pw@other.example.org/ows',
    needs: { method: 'basic' },
  });
  act(() => now().change((before) => ({ ...before, sources: [...before.sources, typed] })));
  expect(now().services.map(({ url }) => url)).toContain(typed.url);
  expect(now().moved).toEqual(['other.example.org']);
  act(() => now().servicesTaken());
  expect(now().services.map(({ url }) => url)).toEqual([
    'https://geo.example.com/geoserver/ows',
    'https://other.example.org/ows',
  ]);
  expect(now()).not.toHaveProperty('secrets');
});

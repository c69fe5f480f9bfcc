// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { vault } from './fixtures.ts';
import { settle, t } from './screen.tsx';
import { manySources, savedSignIn, source, sourcesView, use } from './sources-fixtures.ts';
import { drawSources, line, names, press, type } from './sources-screen.tsx';

const search = () => screen.getByRole('searchbox', { name: 'Search sources' });
const key = (key: string, on: Element | null = document.activeElement) =>
  fireEvent.keyDown(on as Element, { key });

test('a search finds by name, address, who, provider and authcfg id, and says how many', async () => {
  drawSources(sourcesView());
  for (const [typed, name] of [
    ['cadas', 'Cadastre'],
    ['GEOSERVER', 'Cadastre'],
    ['ada@example', 'Cadastre'],
    ['maptiler cloud', 'Aerial 10'],
    ['acc0002', 'Aerial 10'],
    ['portal.example xyz', 'Aerial 10'],
  ] as const) {
    await type(search(), typed);
    expect([typed, names()]).toEqual([typed, [name]]);
  }
  screen.getByText('Sources shown: 1');
  await type(search(), 'nowhere');
  screen.getByText(t('sources_nothingFound'));
  press('Show all sources');
  expect(names()).toEqual(['Aerial 9', 'Aerial 10', 'Cadastre']);
});

test('a column sorts up, then down, numbers as numbers; the order stays while views come', () => {
  const { show } = drawSources(sourcesView());
  const head = (name: string) => screen.getByRole('columnheader', { name });
  expect(names()).toEqual(['Aerial 9', 'Aerial 10', 'Cadastre']);
  expect(head('Name').getAttribute('aria-sort')).toBe('ascending');
  press('Name');
  expect(names()).toEqual(['Cadastre', 'Aerial 10', 'Aerial 9']);
  expect(head('Name').getAttribute('aria-sort')).toBe('descending');
  press('Status');
  expect(head('Name').getAttribute('aria-sort')).toBe('none');
  expect(names()).toEqual(['Aerial 10', 'Aerial 9', 'Cadastre']);
  press('Last used');
  show(sourcesView());
  expect(head('Last used').getAttribute('aria-sort')).toBe('ascending');
  expect(names()[0]).toBe('Cadastre');
});

test('grouped by site, a source stands under each of its sites; by provider once', () => {
  const twice = source({ uses: [use(), use({ site: 'https://b.example', name: 'b.example' })] });
  drawSources(
    sourcesView({
      sources: [twice, source({ id: 'src0003', name: 'Idle', provider: 'x.example', uses: [] })],
    }),
  );
  fireEvent.click(screen.getByRole('radio', { name: 'By site' }));
  expect(names()).toEqual([
    'b.example 1',
    'Cadastre',
    'maps.city.example 1',
    'Cadastre',
    'Not used anywhere 1',
    'Idle',
  ]);
  fireEvent.click(screen.getByRole('radio', { name: 'By provider' }));
  expect(names()).toEqual(['geo.example.com 1', 'Cadastre', 'x.example 1', 'Idle']);
});

test('the list at the left narrows the table, with the number of sources at each place', () => {
  drawSources(sourcesView());
  const places = within(screen.getByRole('navigation', { name: 'Show' }));
  const go = (name: string) => fireEvent.click(places.getByRole('button', { name }));
  go('Needs you 1');
  expect(names()).toEqual(['Aerial 10']);
  go('Not used anywhere 1');
  expect(names()).toEqual(['Aerial 9']);
  go('maps.city.example 1');
  expect(names()).toEqual(['Cadastre']);
  go('MapTiler Cloud 1');
  expect(names()).toEqual(['Aerial 10']);
  fireEvent.change(screen.getByLabelText('Show', { selector: 'select' }), { target: { value: 'all' } });
  expect(names()).toHaveLength(3);
});

test('a test that went wrong, and a changed address, need the user, too', () => {
  const failed = source({
    name: 'Slow',
    tested: { at: 1, failure: { code: 'timedOut', values: ['geo.example.com'] } },
  });
  const moved = source({ id: 'src0004', name: 'Moved', uses: [use({ changed: true })] });
  drawSources(sourcesView({ sources: [failed, moved, source({ id: 'src0005' })] }));
  screen.getByRole('button', { name: 'Needs you 2' });
  expect(screen.getByText('test failed').title).toBe(t('error_timedOut', 'geo.example.com'));
});

test('by keyboard: one line is reached, arrows move, Space chooses, Enter opens, Escape closes, Delete removes', async () => {
  const { actions } = drawSources(sourcesView());
  const reached = () => [...document.querySelectorAll('.sources-table tbody tr[tabindex="0"]')];
  expect(reached()).toEqual([line('Aerial 9')]);
  line('Aerial 9').focus();
  key('ArrowDown');
  await settle();
  expect(document.activeElement).toBe(line('Aerial 10'));
  expect(reached()).toEqual([line('Aerial 10')]);
  key('End');
  await settle();
  key('ArrowDown');
  key(' ');
  expect(line('Cadastre').getAttribute('aria-selected')).toBe('true');
  key('Enter');
  await settle();
  const panel = screen.getByRole('complementary', { name: 'Details of Cadastre' });
  expect(document.activeElement).toBe(panel);
  key('Escape');
  await settle();
  expect(screen.queryByRole('complementary')).toBeNull();
  expect(document.activeElement).toBe(line('Cadastre'));
  key('Home');
  await settle();
  key('Delete');
  expect(actions.remove).toHaveBeenCalledWith(['src0003']);
  key('/');
  expect(document.activeElement).toBe(search());
  key('/');
  key('Delete');
  expect(actions.remove).toHaveBeenCalledOnce();
});

test('the line after a removed one gets the focus', async () => {
  const { show } = drawSources(sourcesView());
  line('Aerial 10').focus();
  await settle();
  const all = sourcesView();
  show({ ...all, sources: all.sources.filter(({ name }) => name !== 'Aerial 10') });
  await settle();
  expect(document.activeElement).toBe(line('Cadastre'));
});

test('several at once: allowed on a site, stopped, tested, removed', async () => {
  const { actions } = drawSources(sourcesView());
  fireEvent.click(screen.getByRole('checkbox', { name: 'Choose Cadastre' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Choose Aerial 10' }));
  const bulk = within(screen.getByRole('region', { name: 'Chosen: 2' }));
  fireEvent.click(bulk.getByRole('button', { name: 'Allow on a site…' }));
  const pick = bulk.getByLabelText('Site');
  expect([...pick.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
    ...['maps.city.example', 'portal.example', 'map.layerkey.invalid', 'Another site…'],
  ]);
  fireEvent.change(pick, { target: { value: '' } });
  await type(bulk.getByLabelText('Address of the site'), 'new.example');
  fireEvent.click(bulk.getByRole('button', { name: 'Allow' }));
  await settle();
  const [chosen, site, origins] = actions.allow.mock.calls[0] as unknown as Parameters<typeof actions.allow>;
  expect([(chosen as { name: string }[]).map(({ name }) => name), site, origins]).toEqual([
    ['Aerial 10', 'Cadastre'],
    'new.example',
    [],
  ]);
  fireEvent.click(bulk.getByRole('button', { name: 'Stop using on…' }));
  fireEvent.click(bulk.getByRole('button', { name: 'Stop using' }));
  await settle();
  expect(actions.stop).toHaveBeenCalledWith(['src0002', 'src0001'], 'https://maps.city.example');
  fireEvent.click(bulk.getByRole('button', { name: 'Test' }));
  fireEvent.click(bulk.getByRole('button', { name: 'Remove' }));
  expect(actions.remove).toHaveBeenCalledWith(['src0002', 'src0001']);
  expect(actions.test).toHaveBeenCalledOnce();
});

test('what a search hides is not acted on', async () => {
  const { actions } = drawSources(sourcesView());
  fireEvent.click(screen.getByRole('checkbox', { name: t('sources_chooseAll') }));
  await type(search(), 'aerial');
  const bulk = within(screen.getByRole('region', { name: 'Chosen: 2' }));
  fireEvent.click(bulk.getByRole('button', { name: 'Remove' }));
  expect(actions.remove).toHaveBeenCalledWith(['src0003', 'src0002']);
});

test('Undo stands until it is put away, and again after the next thing', async () => {
  const undo = { what: 'removed', count: 2, origins: ['https://geo.example.com/*'] } as const;
  const { actions, show } = drawSources(sourcesView({ undo: { ...undo, origins: [...undo.origins] } }));
  screen.getByText('Sources removed: 2');
  press('Undo');
  expect(actions.undo).toHaveBeenCalledWith(undo.origins);
  press('Dismiss');
  show(sourcesView({ undo: { ...undo, origins: [...undo.origins] } }));
  expect(screen.queryByText('Sources removed: 2')).toBeNull();
  line('Cadastre').focus();
  key('Delete');
  await settle();
  screen.getByText('Sources removed: 2');
});

test('a deed that failed is said', async () => {
  const { actions } = drawSources(sourcesView());
  actions.test.mockResolvedValueOnce({ code: 'permissionNotGiven', values: ['geo.example.com'] });
  press('Test all');
  await settle();
  screen.getByText(t('error_permissionNotGiven', 'geo.example.com'));
});

test('a test says how far it is, and can be cancelled', () => {
  const { actions } = drawSources(sourcesView({ testing: { done: 12, of: 40 } }));
  screen.getByText('Tested: 12 of 40');
  expect(screen.getByRole('progressbar').getAttribute('value')).toBe('12');
  press('Cancel');
  expect(actions.cancelTest).toHaveBeenCalledOnce();
});

test('the sign-ins stand in a table of their own, with their ids and how many sources share each', async () => {
  const { actions } = drawSources(
    sourcesView({
      signIns: [savedSignIn({ sources: 10 }), savedSignIn({ id: 'acc0009', sources: 0, who: '' })],
    }),
  );
  fireEvent.click(screen.getByRole('tab', { name: 'Sign-ins' }));
  const table = within(screen.getByRole('table', { name: 'Sign-ins' }));
  table.getByText('acc0001');
  table.getByText('Not used anywhere');
  fireEvent.click(table.getByRole('button', { name: 'Sources: 10' }));
  await settle();
  expect(names()).toEqual(['Cadastre']);
  expect(actions.remove).not.toHaveBeenCalled();
});

test('locked: the field that unlocks stands on top, the list below', async () => {
  const { actions } = drawSources(sourcesView({ vault: vault({ state: 'locked' }) }));
  await type(screen.getByLabelText('Passphrase for your saved sign-ins'), 'lune carte pont');
  press('Unlock');
  await settle();
  expect(actions.unlock).toHaveBeenCalledWith('lune carte pont');
  expect(names()).toHaveLength(3);
});

test('nothing saved: the ways to the first source', () => {
  drawSources(sourcesView({ sources: [], signIns: [], sites: [] }));
  screen.getByRole('heading', { name: 'No source is saved yet' });
  screen.getByRole('button', { name: 'Import from QGIS…' });
  expect(screen.getByRole('link', { name: 'Open the map' }).getAttribute('href')).toBe('/map.html');
  press('Add a source');
  screen.getByLabelText(t('sources_addField'));
});

test('of a thousand sources the lines in sight are drawn; the table knows them all', () => {
  drawSources(manySources(1000));
  expect(document.querySelectorAll('.source-line').length).toBeLessThan(60);
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('1001');
});

test('no answer yet, and no answer at all', () => {
  const { actions } = drawSources(null, null, { code: 'unknown', values: [] });
  press('Look again');
  expect(actions.look).toHaveBeenCalledOnce();
});

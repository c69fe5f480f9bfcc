// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { readSetUp } from '../../lib/interchange/set-up.ts';
import { row, signedInRow, view } from './fixtures.ts';
import { settle, t } from './screen.tsx';
import { savedSignIn, source, sourcesView, use } from './sources-fixtures.ts';
import { drawSources, line, names, press, type } from './sources-screen.tsx';

/** What the panel loads when somebody imports or exports. */
const shown = vi.hoisted(() => ({
  props: [] as { files: readonly File[] | null; chosen: readonly string[] }[],
}));
vi.mock('../../components/exchange/ExchangePanel.tsx', () => ({
  ExchangePanel: (props: (typeof shown.props)[0]) => {
    shown.props.push(props);
    return null;
  },
}));

const KEY = 'https://geo.example.com/geoserver/ows';
const ROWS = view([
  signedInRow({ key: `https://maps.city.example ${KEY}`, status: 'changed', next: 'confirm' }),
  row({ key: `https://map.layerkey.invalid ${KEY}`, next: 'useHere', existing: [] }),
]);

const adding = () => screen.getByLabelText(t('sources_addField'));

/** The library for tests renames these where the document knows no dragging. */
const drag = (type: 'dragover' | 'drop', types: string[], files: File[]) => {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
    dataTransfer: { types, files },
  });
  document.body.dispatchEvent(event);
};

async function openPanel(all = sourcesView()) {
  const drawn = drawSources(all, ROWS);
  fireEvent.click(line('Cadastre'));
  await settle();
  return { ...drawn, panel: within(screen.getByRole('complementary', { name: 'Details of Cadastre' })) };
}

test('a name is saved; what is not saved can be given up', async () => {
  const { actions, panel } = await openPanel();
  expect(panel.queryByRole('button', { name: 'Save changes' })).toBeNull();
  await type(panel.getByLabelText('Name'), 'Parcels ');
  fireEvent.click(panel.getByRole('button', { name: 'Discard' }));
  expect(panel.getByLabelText<HTMLInputElement>('Name').value).toBe('Cadastre');
  await type(panel.getByLabelText('Name'), 'Parcels ');
  fireEvent.click(panel.getByRole('button', { name: 'Save changes' }));
  expect(actions.edit).toHaveBeenCalledWith({ id: 'src0001', name: 'Parcels', urls: [KEY], frames: false });
});

test('a wrong address is said while it is typed, and never saved', async () => {
  const { actions, panel } = await openPanel();
  fireEvent.click(panel.getByRole('button', { name: 'Add another address' }));
  const also = () => panel.getByLabelText('Also reachable at');
  panel.getByText(t('error_emptyField'));
  await type(also(), 'javascript:alert(1)');
  panel.getByText(t('error_notHttpUrl'));
  expect(also().getAttribute('aria-invalid')).toBe('true');
  fireEvent.click(panel.getByRole('button', { name: 'Save changes' }));
  expect(actions.edit).not.toHaveBeenCalled();
  await type(also(), 'https://intranet.example.com/geoserver/ows');
  panel.getByText(t('source_confirmNote'));
  fireEvent.click(panel.getByRole('button', { name: 'Save changes' }));
  expect(actions.edit).toHaveBeenCalledWith(
    expect.objectContaining({ urls: [KEY, 'https://intranet.example.com/geoserver/ows'] }),
  );
  fireEvent.click(panel.getByRole('button', { name: 'Remove this address' }));
  expect(panel.queryByLabelText('Also reachable at')).toBeNull();
});

test('each site has its own row: a changed address is confirmed, the map signs in', async () => {
  const { rowActions, panel } = await openPanel();
  panel.getByRole('heading', { name: 'maps.city.example' });
  panel.getByRole('heading', { name: 'map.layerkey.invalid' });
  fireEvent.click(panel.getByRole('button', { name: new RegExp(`^${t('next_confirm')}`) }));
  expect(rowActions.confirmChange).toHaveBeenCalledOnce();
  fireEvent.click(panel.getByRole('button', { name: new RegExp(`^${t('next_useHere')}`) }));
  await settle();
  await type(panel.getByLabelText('User name'), 'ada');
  await type(panel.getByLabelText('Password', { selector: '[type=password]' }), 'tulip');
  fireEvent.submit(
    panel.getByLabelText('Password', { selector: '[type=password]' }).closest('form') as Element,
  );
  expect(rowActions.signIn).toHaveBeenCalledOnce();
});

test('what its sites use beside is not shown; nor is another source with its address', async () => {
  const other = signedInRow({
    key: 'https://maps.city.example https://other.example/ows',
    sourceId: 'src0007',
  });
  const twin = signedInRow({ key: `https://maps.city.example ${KEY}`, sourceId: 'src0008' });
  drawSources(sourcesView(), view([...ROWS.rows, other]));
  fireEvent.click(line('Cadastre'));
  await settle();
  expect(document.querySelectorAll('.source-uses .row')).toHaveLength(2);
  cleanup();
  drawSources(sourcesView(), view([twin]));
  fireEvent.click(line('Cadastre'));
  await settle();
  screen.getByText(t('source_otherUsed'));
});

test('the sign-ins of a source: who, the authcfg id, and who else uses it', async () => {
  const { panel } = await openPanel(
    sourcesView({
      signIns: [savedSignIn({ sources: 10 })],
      sources: [source({ uses: [use({ changed: true })] })],
    }),
  );
  const part = within(panel.getByRole('region', { name: t('source_signIns') }));
  part.getByText('acc0001');
  part.getByText(/shared by 10 sources/);
  panel.getByText(t('source_changedNote'));
});

test('tested, duplicated, removed; a copy opens', async () => {
  const { actions, panel, show } = await openPanel();
  fireEvent.click(panel.getByRole('button', { name: 'Test' }));
  expect(actions.test).toHaveBeenCalledWith([expect.objectContaining({ id: 'src0001' })]);
  fireEvent.click(panel.getByRole('button', { name: 'Remove' }));
  expect(actions.remove).toHaveBeenCalledWith(['src0001']);
  fireEvent.click(panel.getByRole('button', { name: 'Duplicate' }));
  await settle();
  const all = sourcesView();
  show({ ...all, sources: [...all.sources, source({ id: 'src0009', name: 'Cadastre (2)', uses: [] })] });
  await settle();
  const copy = within(screen.getByRole('complementary', { name: 'Details of Cadastre (2)' }));
  copy.getByText(t('source_noSignIn'));
});

test('the set-up that is copied is the one that a colleague pastes: preview, then saved', async () => {
  const first = await openPanel(
    sourcesView({ sources: [source({ parameter: 'apikey' })], signIns: [savedSignIn({ method: 'key' })] }),
  );
  fireEvent.click(first.panel.getByRole('button', { name: 'Copy set-up: Cadastre' }));
  await settle();
  const text = first.actions.copyText.mock.calls[0]?.[0] ?? '';
  expect(text).not.toMatch(/ada@example|acc0001/);
  press('Add a source');
  await type(adding(), text);
  const preview = within(screen.getByRole('region', { name: 'What is saved' }));
  preview.getByText(KEY);
  preview.getByText('Key, sent as apikey');
  await type(preview.getByLabelText('Name'), 'From Bob');
  press('Save source');
  await settle();
  expect(first.actions.importSetUp).toHaveBeenCalledWith({ ...readSetUp(text), name: 'From Bob' });
  expect(screen.queryByLabelText(t('sources_addField'))).toBeNull();
});

test('an address is shown as it is saved, its key left out; a bad one is not sent', async () => {
  const { actions } = drawSources(sourcesView());
  press('Add a source');
  press('Save source');
  await settle();
  screen.getByText(t('error_emptyField'));
  await type(adding(), 'layerkey:1 {"name"');
  press('Save source');
  await settle();
  screen.getByText(t('error_setUpUnreadable'));
  await type(adding(), 'https://geo.example.com/geoserver/ows?service=WMS&apikey=abcdefgh12345');
  expect(screen.getByRole('region', { name: 'What is saved' }).textContent).not.toContain('abcdefgh12345');
  screen.getByText(t('sources_leftOut'));
  press('Save source');
  await settle();
  expect(actions.addSource).toHaveBeenCalledWith(
    'geo.example.com',
    'https://geo.example.com/geoserver/ows?service=WMS&apikey=abcdefgh12345',
  );
  expect(actions.importSetUp).not.toHaveBeenCalled();
});

test('a provider is found by its name', async () => {
  drawSources(sourcesView());
  press('Add a source');
  await type(adding(), 'mapt');
  fireEvent.click(screen.getByText('MapTiler Cloud', { selector: '[role=option] span' }));
  screen.getByLabelText(t('addSourceOf', 'MapTiler Cloud'));
});

test('files dropped anywhere are imported; what is no file is let go', async () => {
  drawSources(sourcesView());
  fireEvent.click(screen.getByRole('checkbox', { name: 'Choose Cadastre' }));
  const file = new File(['<qgsXYZTilesConnections/>'], 'tiles.xml');
  drag('dragover', ['text/plain'], []);
  expect(screen.queryByText(t('sources_drop'))).toBeNull();
  drag('dragover', ['Files'], [file]);
  await settle();
  screen.getByText(t('sources_drop'));
  drag('drop', ['Files'], [file]);
  await vi.waitFor(() => expect(shown.props.at(-1)).toMatchObject({ files: [file], chosen: ['src0001'] }));
  await settle();
  expect(screen.queryByText(t('sources_drop'))).toBeNull();
});

test('Export begins with what is chosen', async () => {
  drawSources(sourcesView());
  expect(names()).toHaveLength(3);
  press('Export…');
  await vi.waitFor(() => expect(shown.props.at(-1)).toMatchObject({ files: null, chosen: [] }));
});

// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { ExchangePanel } from '../../components/exchange/ExchangePanel.tsx';
import type { ImportRecords } from '../../components/exchange/exchange-actions.ts';
import { LanguageContext } from '../../components/translation.ts';
import { createExchangeActions } from '../../entrypoints/options/exchange-actions.ts';
import type { Failure } from '../../lib/errors.ts';
import type { ExportedSignIn, SavedSignIn, SourcesView } from '../../lib/messages/sources-view.ts';
import { vault } from './fixtures.ts';
import { settle, t } from './screen.tsx';

const fixture = (name: string) =>
  new File([readFileSync(`${import.meta.dirname}/../fixtures/qgis/${name}`)], name);
const textFile = (text: string, name: string) => new File([text], name);
const many = (count: number) =>
  textFile(
    `<qgsWMSConnections>${Array.from({ length: count }, (_, index) => `<wms name="Layer ${index}" url="https://geo.example.test/w${index}/ows"/>`).join('')}</qgsWMSConnections>`,
    'many.xml',
  );

const anna: SavedSignIn = {
  ...{ id: 'f4hgag3', method: 'basic', who: 'anna', hosts: ['wms.example.test'], status: 'signedIn' },
  ...{ remembered: false, ready: true, sources: 1 },
};
const locked: SavedSignIn = { ...anna, id: 'lockedd', method: 'oauth', who: 'eva', ready: false };
const view = (more: Partial<SourcesView> = {}): SourcesView => ({
  ...{ vault: vault({ state: 'unlocked' }), sources: [], signIns: [], sites: [] },
  ...{ testing: null, undo: null, notice: null },
  ...more,
});
const saved = view({
  signIns: [anna, locked],
  sources: [
    {
      ...{ id: 'source1', name: 'City WMS', kinds: ['WMS'], urls: ['https://wms.example.test/ows'] },
      ...{
        provider: '',
        sample: '',
        origins: [],
        parameter: null,
        frames: false,
        status: 'signedIn',
        tested: null,
        lastUsed: null,
      },
      uses: [
        {
          accountId: 'f4hgag3',
          site: 'https://maps.example.org',
          name: 'maps.example.org',
          status: 'signedIn',
          changed: false,
        },
      ],
    },
  ],
});

function draw(files: File[] | null, shown = view()) {
  const page = {
    saveFile: vi.fn((_name: string, _text: string, _type: string) => {}),
    importRecords: vi.fn(async (_: ImportRecords): Promise<Failure | null> => null),
    exportSignIns: vi.fn(
      async (ids: string[]): Promise<{ signIns: ExportedSignIn[] }> => ({
        signIns: [
          {
            id: 'f4hgag3',
            method: 'basic',
            who: 'anna',
            settings: { username: 'anna' },
            secrets: { password: 'p|w' },
          },
        ].filter(({ id }) => ids.includes(id)),
      }),
    ),
    vault: {
      unlock: vi.fn(async () => null),
      createVault: vi.fn(async () => null),
      estimate: async () => ({ score: 2 as const, seconds: 10 }),
      openUnlock: vi.fn(),
      openForgotten: vi.fn(),
    },
  };
  const onClose = vi.fn();
  const actions = createExchangeActions(page);
  render(
    <LanguageContext value={{ t, locale: 'en' }}>
      <ExchangePanel files={files} view={shown} chosen={[]} onClose={onClose} actions={actions} />
    </LanguageContext>,
  );
  return { page, onClose };
}

const button = (name: string) => screen.getByRole('button', { name });
const row = (name: string) =>
  screen.getByRole('rowheader', { name: new RegExp(name) }).closest('tr') as HTMLElement;

test('what becomes of each, then one button brings all of it in', async () => {
  const { page, onClose } = draw([fixture('auth-plain.xml'), fixture('conn-3.22-WMS.xml')]);
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Import' }));
  await screen.findByText('5 can be imported.');
  within(row('City WMS \\(basic\\)')).getByText('Password · alice');
  within(row('Esri')).getByText('ArcGIS');
  within(row('OAuth')).getByText(t('exchange_signInAtProvider', '127.0.0.1'));
  expect(document.body.textContent).not.toMatch(/p<>&"w|p&ss|AAPK-abc|k-123/);
  fireEvent.click(screen.getByLabelText('Remember on this device'));
  fireEvent.click(button('Import 5'));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const [records] = page.importRecords.mock.calls[0] ?? [];
  expect(records).toMatchObject({ remember: true, sources: [{ name: 'City WMS' }] });
  expect(records?.signIns.map(({ id }) => id)).toContain('f4hgag3');
});

test('a failure of the import is said, and the panel stays', async () => {
  const { page, onClose } = draw([fixture('conn-3.22-WMS.xml')]);
  await screen.findByText('1 can be imported.');
  page.importRecords.mockResolvedValueOnce({ code: 'vaultLocked', values: [] });
  fireEvent.click(button('Import 1'));
  await screen.findByText(t('error_vaultLocked'));
  expect(onClose).not.toHaveBeenCalled();
});

test('an encrypted file asks for its password; a wrong one is said under the field', async () => {
  draw([fixture('auth-enc-6.xml')]);
  const field = (await screen.findByLabelText(t('exchange_filePassword'))) as HTMLInputElement;
  expect(field.type).toBe('password');
  expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
  fireEvent.input(field, { target: { value: 'Secret' } });
  fireEvent.click(button('Open'));
  const wrong = await screen.findByText(t('error_exchangePassword'));
  expect(field.getAttribute('aria-describedby')).toBe(wrong.id);
  fireEvent.input(field, { target: { value: 'secret' } });
  fireEvent.click(button('Open'));
  await screen.findByText('4 can be imported.');
});

test('what cannot come has its reason; a file that is none of QGIS has its sentence', async () => {
  const pki =
    '<qgis_authentication><configurations><AuthMethodConfig id="" name="Card" method="PKI-Paths"><Config/></AuthMethodConfig></configurations></qgis_authentication>';
  draw([textFile(pki, 'pki.xml'), textFile('hello', 'hello.txt')]);
  await screen.findByText(t('error_exchangeUnknownFile'));
  within(row('Card')).getByText(t('exchange_clientCertificate'));
  expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
  expect(button('Close')).toBeTruthy();
});

test('what is saved already is skipped unless the user says otherwise, for one or for all', async () => {
  const { page } = draw([fixture('auth-plain.xml'), fixture('conn-3.22-WMS.xml')], {
    ...saved,
    sources: saved.sources.map((source) => ({ ...source })),
  });
  await screen.findByText('Saved already (2):');
  button('Import 3');
  const choice = screen.getByLabelText('What to do with City WMS (basic)') as HTMLSelectElement;
  fireEvent.change(choice, { target: { value: 'replace' } });
  fireEvent.click(button('Import 4'));
  await settle();
  const [first] = page.importRecords.mock.calls[0] ?? [];
  expect(first?.signIns[0]).toMatchObject({ id: 'f4hgag3', replaces: 'f4hgag3' });
  expect(first?.sources).toEqual([]);
});

test('for all of them at once', async () => {
  draw([fixture('auth-plain.xml'), fixture('conn-3.22-WMS.xml')], saved);
  fireEvent.change(await screen.findByLabelText('Saved already (2):'), { target: { value: 'both' } });
  button('Import 5');
});

test('to remember while locked, the passphrase comes first', async () => {
  const { page } = draw([fixture('conn-3.22-WMS.xml')], view({ vault: vault({ state: 'locked' }) }));
  await screen.findByText('1 can be imported.');
  fireEvent.click(screen.getByLabelText('Remember on this device'));
  screen.getByLabelText(t('unlockField'));
  expect(button('Import 1').getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button('Import 1'));
  expect(page.importRecords).not.toHaveBeenCalled();
});

test('a thousand rows: the first are drawn, all are imported', async () => {
  const { page } = draw([many(1000)]);
  await screen.findByText('1,000 can be imported.');
  expect(screen.getAllByRole('rowheader').length).toBe(250);
  // No sign-in is among them, so there is nothing to remember.
  expect(screen.queryByLabelText('Remember on this device')).toBeNull();
  fireEvent.click(button('Import 1,000'));
  await settle();
  expect(page.importRecords.mock.calls[0]?.[0].sources.length).toBe(1000);
});

test('Escape closes', async () => {
  const { onClose } = draw(null);
  fireEvent.keyDown(screen.getByRole('heading'), { key: 'Escape' });
  expect(onClose).toHaveBeenCalledOnce();
});

test('connections: without secrets nobody is asked for them; with them comes a warning', async () => {
  const { page } = draw(null, saved);
  await screen.findByLabelText(/WMS \/ WMTS/);
  screen.getByText(t('exchange_connectionsWithout'));
  fireEvent.click(button('Download'));
  await waitFor(() => expect(page.saveFile).toHaveBeenCalledOnce());
  expect(page.exportSignIns).not.toHaveBeenCalled();
  expect(page.saveFile.mock.calls[0]?.[0]).toBe('qgis-wms.xml');
  expect(page.saveFile.mock.calls[0]?.[1]).toContain('password=""');
  screen.getByText(t('exchange_notInFile', 'City WMS'));
  fireEvent.click(screen.getByLabelText('With passwords and keys'));
  screen.getByText(t('exchange_connectionsReadable'));
  fireEvent.click(button('Download'));
  await waitFor(() => expect(page.saveFile).toHaveBeenCalledTimes(2));
  expect(page.exportSignIns).toHaveBeenCalledWith(['f4hgag3']);
  expect(page.saveFile.mock.calls[1]?.[1]).toContain('password="p|w"');
});

test('sign-ins: in clear only after a warning, encrypted with a word on how weak that is', async () => {
  const { page } = draw(null, saved);
  fireEvent.click(screen.getByLabelText('Sign-ins'));
  await waitFor(() => expect(button('Download').getAttribute('aria-disabled')).toBe('false'));
  expect((screen.getByLabelText(/eva/) as HTMLInputElement).disabled).toBe(true);
  screen.getByText(/authcfg id f4hgag3/);
  fireEvent.click(screen.getByLabelText('With passwords and keys'));
  screen.getByText(t('exchange_signInsReadable'));
  const field = screen.getByLabelText(t('exchange_newPassword')) as HTMLInputElement;
  expect([field.type, field.autocomplete]).toEqual(['password', 'new-password']);
  fireEvent.input(field, { target: { value: 'long password' } });
  screen.getByText(t('exchange_weak'));
  fireEvent.click(button('Download'));
  await waitFor(() => expect(page.saveFile).toHaveBeenCalledOnce());
  expect(page.saveFile.mock.calls[0]).toEqual([
    'qgis-authentication.xml',
    expect.stringMatching(/ hash="/),
    'text/xml',
  ]);
  expect(page.saveFile.mock.calls[0]?.[1]).not.toContain('anna');
});

test('a password that QGIS would change names the sign-in; no file is written', async () => {
  const { page } = draw(null, saved);
  page.exportSignIns.mockResolvedValueOnce({
    signIns: [
      {
        id: 'f4hgag3',
        method: 'basic',
        who: 'anna',
        settings: { username: 'anna' },
        secrets: { password: 'a|||b' },
      },
    ],
  });
  fireEvent.click(screen.getByLabelText('Sign-ins'));
  await waitFor(() => expect(button('Download').getAttribute('aria-disabled')).toBe('false'));
  fireEvent.click(screen.getByLabelText('With passwords and keys'));
  fireEvent.click(button('Download'));
  await screen.findByText(t('error_exchangeSeparator', 'anna · wms.example.test'));
  expect(page.saveFile).not.toHaveBeenCalled();
});

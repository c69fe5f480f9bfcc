// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { fieldOfFailure } from '../../components/form-errors.ts';
import { drawnFields, firstDraft, shownFields } from '../../components/form-state.ts';
import { details, row, signedInRow, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, t } from './screen.tsx';

afterEach(cleanup);

const shown = (values: Record<string, string>) =>
  shownFields(drawnFields(FORMS.geodi, 1), values)
    .filter(({ rare }) => !rare)
    .map(({ name }) => name);
const TRUSTED = ['way', 'server', 'clientId', 'userKind', 'loginUser', 'userSession', 'validatorFrom'];

test.each<[Record<string, string>, string[]]>([
  [{ way: 'password' }, ['way', 'server', 'username', 'password']],
  [{ way: 'token' }, ['way', 'token']],
  [{ way: 'trusted', userKind: 'geodi', validatorFrom: 'pasted' }, [...TRUSTED, 'validator']],
  [{ way: 'trusted', userKind: 'name', validatorFrom: 'fetched' }, [...TRUSTED, 'validatorUrl']],
  [
    { way: 'trusted', userKind: 'ldap', validatorFrom: 'computed' },
    [...TRUSTED.toSpliced(4, 0, 'domain'), 'validatorSecret', 'validatorSecretHolder'],
  ],
  // What was chosen in a part that is not drawn any more draws nothing.
  [{ way: 'token', userKind: 'ldap', validatorFrom: 'computed' }, ['way', 'token']],
])('%o asks for %j', (values, expected) => {
  expect(shown(values)).toEqual(expected);
});

test('a half-typed form that comes back still knows what the other ways begin with', () => {
  const kept = {
    method: 'geodi',
    fields: { way: 'password', username: 'anna' },
    acceptPlainHttp: false,
    remember: false,
  };
  const { fields } = firstDraft(row({ forms: [FORMS.geodi] }), kept, null);
  expect(fields).toMatchObject({
    username: 'anna',
    userKind: 'geodi',
    validatorFrom: 'pasted',
    timeOutMinute: '120',
  });
});

test.each<[Parameters<typeof fieldOfFailure>[0]['code'], string[], string | null]>([
  ['geodiSession', ['geodi.example.com', 'GetAutoLoginToken'], 'userSession'],
  ['geodiTarget', ['geodi.example.com', 'GetAutoLoginToken'], 'userSession'],
  ['geodiValidator', ['geodi.example.com', 'GetAutoLoginToken'], 'validatorSecret'],
  ['geodiLoginUser', ['geodi.example.com', 'GetAutoLoginToken'], 'loginUser'],
  ['geodiClient', ['geodi.example.com', 'GetAutoLoginToken'], 'clientId'],
  ['geodiDomain', ['geodi.example.com', 'GetAutoLoginToken'], 'domain'],
  ['geodiMinutes', ['60', 'validatorMinutes'], 'validatorMinutes'],
  ['plainHttpProvider', ['geodi.example.com', 'server'], 'server'],
  ['geodiFault', ['geodi.example.com', 'GetAutoLoginToken'], null],
])('%s stands under its field', (code, values, field) => {
  const all = drawnFields(FORMS.geodi, 1);
  const computed = shownFields(all, { way: 'trusted', userKind: 'ldap', validatorFrom: 'computed' });
  expect(fieldOfFailure({ code, values }, computed)).toBe(field);
});

const linked = signedInRow({
  who: 'GEODI:anna',
  details: details({ method: 'geodi', linkLife: 2 * 3_600_000 }),
});
const openMenu = () => fireEvent.click(screen.getByRole('button', { name: /menu for geo\.example\.com/ }));

test('the link: said before what it is, opened by a second click', () => {
  const { actions } = drawPopup(view([linked]));
  openMenu();
  fireEvent.click(screen.getByRole('menuitem', { name: t('menuOpenLink') }));
  const until = new Intl.DateTimeFormat('en', { timeStyle: 'short' });
  const note = screen.getByText(/signs in whoever has it until/).textContent ?? '';
  expect(note).toContain('signed in as GEODI:anna');
  const [, said = ''] = /until (.+?), and stays/.exec(note) ?? [];
  // With its day where that is tomorrow already.
  expect(
    [0, 1]
      .map((minutes) => until.format(Date.now() + 2 * 3_600_000 - minutes * 60_000))
      .some((each) => said.endsWith(each)),
  ).toBe(true);
  expect(actions.openLink).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: t('openLink') }));
  expect(actions.openLink.mock.calls).toEqual([[linked]]);
  expect(screen.queryByText(/signs in whoever has it/)).toBeNull();
});

test.each([
  ['a sign-in without a link', signedInRow({ details: details({ method: 'geodi' }) })],
  ['one that is paused', { ...linked, status: 'paused' as const }],
  ['one that is not accepted', { ...linked, status: 'notAccepted' as const }],
])('%s has no such entry', (_, each) => {
  drawPopup(view([each]));
  fireEvent.click(screen.getByRole('button', { name: /menu for|More for/ }));
  expect(screen.queryByRole('menuitem', { name: t('menuOpenLink') })).toBeNull();
});

function administratorForm() {
  const fields = {
    ...{ way: 'trusted', server: 'https://geodi.example.com', clientId: 'MyClientID', userKind: 'geodi' },
    ...{
      loginUser: 'anna',
      userSession: 'x',
      validatorFrom: 'computed',
      validatorSecret: 'planted-secret-9d',
    },
  };
  const draft = { method: 'geodi', fields, acceptPlainHttp: false, remember: false };
  return drawPopup(view([row({ draft, next: 'signIn' })]));
}
const type = (label: string, text: string) =>
  fireEvent.input(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value: text } });

test('the settings file: what is wrong stands under its field; then it is saved or copied, with no secret in it', async () => {
  const { actions } = administratorForm();
  fireEvent.click(screen.getByRole('button', { name: t('settingsFileSave') }));
  screen.getByText(t('error_emptyField'));
  type(t('settingsFileUrl'), 'https://check.example.com/?v={validator}');
  fireEvent.click(screen.getByRole('button', { name: t('settingsFileSave') }));
  screen.getByText(t('error_geodiPlace'));
  expect(actions.saveFile).not.toHaveBeenCalled();

  type(t('settingsFileUrl'), 'https://check.example.com/?v={ClientValidator}');
  type(t('settingsFileHeader'), 'GEODI_Request');
  fireEvent.keyDown(screen.getByLabelText(t('settingsFileUrl')), { key: 'Enter' });
  const [[name, text] = []] = actions.saveFile.mock.calls as [string, string][];
  expect([name, text]).toEqual([
    'MyClientID.jSettings',
    '{\n\nClientID:"MyClientID",\nValidateURL: "https://check.example.com/?v={ClientValidator}",\nGEODIRequestHeader:"GEODI_Request"\n\n}\n',
  ]);
  fireEvent.click(screen.getByRole('button', { name: t('copy') }));
  await waitFor(() => screen.getByRole('button', { name: t('copied') }));
  expect(actions.copyText.mock.calls).toEqual([[text]]);
  // Enter was about the file.
  expect(actions.signIn).not.toHaveBeenCalled();
});

test('without a client ID there is no file, and it says where that is missing', () => {
  administratorForm();
  type(t('settingsFileUrl'), 'https://check.example.com/');
  type(t('field_clientId').replace(/[()]/g, '\\$&'), '');
  fireEvent.click(screen.getByRole('button', { name: t('settingsFileSave') }));
  screen.getByText(t('error_geodiNoClientId'));
});

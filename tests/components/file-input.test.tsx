// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { details, row, signedInRow, view } from './fixtures.ts';
import { FORMS } from './forms.ts';
import { drawPopup, spies, t } from './screen.tsx';

const TEXT = '{"web":{"client_id":"planted"}}';
const file = (text: string, name = 'client_secrets.json') =>
  new File([text], name, { type: 'application/json' });
const forIsogeo = (more: Partial<ServiceRow> = {}) => row({ forms: [FORMS.isogeo], ...more });
/** In a tab: there a file can be chosen. */
const inTab = () => ({ ...spies(), toTab: null as never });
const open = () => fireEvent.click(screen.getByRole('button', { name: 'Sign in: geo.example.com' }));
const input = () => document.querySelector('input[type=file]') as HTMLInputElement;
const field = () => screen.getByRole('group', { name: t('field_clientSecretsFile') });
const pick = (each: File) => fireEvent.change(input(), { target: { files: [each] } });
/** The library for tests renames these where the document knows no dragging. */
const drag = (type: 'dragover' | 'drop', files: File[] = []) => {
  const event = new Event(type, { bubbles: true, cancelable: true });
  fireEvent(field(), Object.assign(event, { dataTransfer: { files } }));
};
const send = () => fireEvent.click(screen.getByRole('button', { name: t('signIn') }));

test('a file that is picked: its name is shown, its text is sent, and stands nowhere', async () => {
  const { actions } = drawPopup(view([forIsogeo()]), inTab());
  open();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: t('chooseFile') }));
  screen.getByText(t('dropFile'));
  pick(file(TEXT));
  await screen.findByText(t('fileLoaded', 'client_secrets.json'));
  expect(document.body.innerHTML).not.toContain('planted');
  send();
  expect(actions.signIn.mock.calls[0]?.[1]).toMatchObject({
    method: 'isogeo',
    fields: { clientSecretsFile: TEXT },
  });
});

test('one that is dropped, and another one over it', async () => {
  const { actions } = drawPopup(view([forIsogeo()]), inTab());
  open();
  drag('dragover');
  await waitFor(() => expect(field().className).toContain('over'));
  drag('drop', [file('old')]);
  await screen.findByText(t('fileLoaded', 'client_secrets.json'));
  expect(field().className).not.toContain('over');
  drag('drop', [file(TEXT, 'new.json')]);
  await screen.findByText(t('fileLoaded', 'new.json'));
  send();
  expect(actions.signIn.mock.calls[0]?.[1].fields).toEqual({ clientSecretsFile: TEXT });
});

test('one that is too large is refused under the field, and nothing of it is sent', async () => {
  const { actions } = drawPopup(view([forIsogeo()]), inTab());
  open();
  pick(file('x'.repeat(8001)));
  await screen.findByText(t('error_fileTooLong'));
  const button = screen.getByRole('button', { name: t('chooseFile') });
  expect(button.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
    t('error_fileTooLong'),
  );
  send();
  expect(actions.signIn).not.toHaveBeenCalled();
  pick(file(TEXT));
  await waitFor(() => expect(screen.queryByText(t('error_fileTooLong'))).toBeNull());
  send();
  expect(actions.signIn.mock.calls[0]?.[1].fields).toEqual({ clientSecretsFile: TEXT });
});

test('none: said under the field', () => {
  const { actions } = drawPopup(view([forIsogeo()]), inTab());
  open();
  send();
  screen.getByText(t('error_emptyField'));
  expect(actions.signIn).not.toHaveBeenCalled();
});

test('in the popup, which a file dialog closes: on to a tab, with the form as it stands', () => {
  const shown = forIsogeo();
  const { actions } = drawPopup(view([shown]));
  open();
  fireEvent.click(screen.getByRole('button', { name: t('chooseFile') }));
  // Kept before the popup is gone, though nobody has typed anything: with it the form opens by itself there.
  expect(actions.keepDraft).toHaveBeenCalledWith(shown, expect.objectContaining({ method: 'isogeo' }));
  expect(actions.toTab).toHaveBeenCalledOnce();
  expect(actions.keepDraft.mock.invocationCallOrder[0]).toBeLessThan(
    actions.toTab.mock.invocationCallOrder[0] ?? 0,
  );
});

test('the form of before, in the tab: open, with its file', () => {
  const draft = {
    ...{ method: 'isogeo', fields: { clientSecretsFile: TEXT } },
    ...{ acceptPlainHttp: false, remember: false },
  };
  const { actions } = drawPopup(view([forIsogeo({ draft })]), inTab());
  screen.getByText(t('fileKept'));
  send();
  expect(actions.signIn.mock.calls[0]?.[1].fields).toEqual({ clientSecretsFile: TEXT });
});

test('what is wrong with a file stands under it', () => {
  const failure = { code: 'clientSecretsNoSecret' as const, values: [] };
  drawPopup(view([forIsogeo({ failure })]), inTab());
  open();
  const button = screen.getByRole('button', { name: t('chooseFile') });
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
    t('error_clientSecretsNoSecret'),
  );
});

test('a sign-in that is held needs no file to be signed in again, but one to be changed', () => {
  const [before] = FORMS.isogeo.fields;
  if (!before) throw new Error('no field');
  const forms = [{ ...FORMS.isogeo, fields: [{ ...before, optional: true }] }];
  const saved = { forms, details: details({ method: 'isogeo' }), accountId: 'acc0001' };
  const again = drawPopup(view([forIsogeo({ ...saved, next: 'signInAgain' })]), inTab());
  fireEvent.click(screen.getByRole('button', { name: 'Sign in again: geo.example.com' }));
  screen.getByText(t('fileBefore'));
  send();
  expect(again.actions.signIn).toHaveBeenCalledOnce();
  again.unmount();

  const { actions } = drawPopup(view([signedInRow(saved)]), inTab());
  fireEvent.click(screen.getByRole('button', { name: 'Signed in, menu for geo.example.com' }));
  fireEvent.click(screen.getByRole('menuitem', { name: t('menuChangeFile') }));
  expect(screen.queryByText(t('fileBefore'))).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: t('changeFile') }));
  screen.getByText(t('error_emptyField'));
  expect(actions.changeSecret).not.toHaveBeenCalled();
});

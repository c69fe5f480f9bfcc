// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { STATUSES } from '../../lib/sign-in/status.ts';
import { ALL_STATUSES, LONG_NAMES, row, signedInRow, USUAL, view } from './fixtures.ts';
import { drawPopup, t } from './screen.tsx';

const rowOf = (host: string) =>
  screen.getAllByTitle(host).map((name) => name.closest('li'))[0] as HTMLElement;

test('services stand in their groups, open ones folded', () => {
  drawPopup(USUAL);
  expect(within(screen.getByRole('region', { name: 'Refuses' })).getAllByRole('listitem')).toHaveLength(2);
  expect(within(screen.getByRole('region', { name: 'Signed in' })).getAllByRole('listitem')).toHaveLength(1);
  expect(within(screen.getByRole('region', { name: 'Not known' })).getAllByRole('listitem')).toHaveLength(1);
  const folded = screen.getByText('Open (3)').closest('details');
  expect(folded?.open).toBe(false);
});

test('a group without services is not shown', () => {
  drawPopup(view([row()]));
  expect(screen.queryByText('Signed in')).toBeNull();
  expect(screen.queryByText('Not known')).toBeNull();
  expect(screen.queryByText(/^Open/)).toBeNull();
});

test('rows keep their place and their element while their state changes', () => {
  const rows = [row({ host: 'a.example' }), row({ host: 'b.example' }), row({ host: 'c.example' })];
  const { show } = drawPopup(view(rows));
  const before = screen.getAllByRole('listitem');
  show(
    view(
      rows.map((each) => (each.host === 'b.example' ? { ...each, status: 'notAccepted' as const } : each)),
    ),
  );
  expect(screen.getAllByRole('listitem')).toEqual(before);
});

test('every status is a word beside a shape', () => {
  const { container } = drawPopup(ALL_STATUSES);
  for (const status of STATUSES) {
    const line = rowOf(`${status.toLowerCase()}.example.com`);
    expect(line.textContent).toContain(t(`status_${status}`));
  }
  for (const mark of container.querySelectorAll('.status')) expect(mark.querySelector('svg')).not.toBeNull();
});

test('a change of status is said to screen readers', async () => {
  const { show } = drawPopup(view([row()]));
  show(view([signedInRow()]));
  await screen.findByText('geo.example.com: Signed in');
});

test('nothing found: what can be done about it', () => {
  const { actions } = drawPopup(view([]));
  screen.getByText('No map services seen on this page yet.');
  fireEvent.click(screen.getByRole('button', { name: 'Look again' }));
  expect(actions.look).toHaveBeenCalledOnce();
  fireEvent.click(screen.getByRole('button', { name: 'Add a source' }));
  screen.getByLabelText(t('addSourceField'));
});

test('a page that nobody may read says so and offers nothing that cannot work', () => {
  drawPopup(view([], { siteName: null, notice: { code: 'pageNotReadable', values: [] } }));
  expect(screen.getAllByText(t('error_pageNotReadable'))).toHaveLength(1);
  expect(screen.queryByRole('button', { name: 'Add a source' })).toBeNull();
});

test('a page whose list was full says so', () => {
  drawPopup(view([row()], { incomplete: true }));
  screen.getByText(/some services may be missing/);
  fireEvent.click(screen.getByRole('button', { name: 'Watch while this page reloads' }));
  screen.getByText(t('watchNote'));
});

test('watching first says what the browser will ask, then asks for exactly that', () => {
  const { actions } = drawPopup(view([row()]));
  fireEvent.click(screen.getByRole('button', { name: 'Watch while it reloads' }));
  screen.getByText(t('watchNote'));
  expect(actions.watch).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Reload and watch' }));
  expect(actions.watch).toHaveBeenCalledWith(['*://*/*']);
});

test('a notice can be put away', () => {
  const { actions } = drawPopup(view([row()], { notice: { code: 'recordsSetAside', values: ['2'] } }));
  screen.getByText(/were set aside \(2\)/);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText(/were set aside/)).toBeNull();
  expect(actions.dismiss).toHaveBeenCalledWith('recordsSetAside');
});

test('a frame is looked into by its button', () => {
  const { actions } = drawPopup(USUAL);
  screen.getByText('Map from geo.city.example');
  fireEvent.click(screen.getByRole('button', { name: 'Look inside the map from geo.city.example' }));
  expect(actions.lookInside).toHaveBeenCalledWith(USUAL.frames[0]);
});

test('the failure of a pasted address stands under its field', async () => {
  const { actions } = drawPopup(view([]));
  actions.addService.mockResolvedValueOnce({ code: 'badUrl', values: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Add a source' }));
  const field = screen.getByLabelText(t('addSourceField'));
  fireEvent.input(field, { target: { value: ' geo ' } });
  fireEvent.submit(field.closest('form') as Element);
  const wrong = await screen.findByText(t('error_badUrl'));
  expect(actions.addService).toHaveBeenCalledWith('geo');
  expect(field.getAttribute('aria-describedby')).toBe(wrong.id);
  fireEvent.input(field, { target: { value: 'https://geo.example.com/ows' } });
  fireEvent.submit(field.closest('form') as Element);
  await waitFor(() => expect(screen.queryByLabelText(t('addSourceField'))).toBeNull());
});

test('a service that is asked, resumed or confirmed needs one click', () => {
  const rows = [
    row({ host: 'a.example', group: 'notKnown', status: 'notChecked', next: 'check' }),
    signedInRow({ host: 'b.example', status: 'paused', next: 'resume' }),
    signedInRow({ host: 'c.example', status: 'changed', next: 'confirm' }),
  ];
  const { actions } = drawPopup(view(rows));
  fireEvent.click(screen.getByRole('button', { name: 'Check: a.example' }));
  fireEvent.click(screen.getByRole('button', { name: 'Resume: b.example' }));
  fireEvent.click(screen.getByRole('button', { name: 'Confirm address: c.example' }));
  expect(actions.check).toHaveBeenCalledWith(rows[0]);
  expect(actions.resume).toHaveBeenCalledWith(rows[1]);
  expect(actions.confirmChange).toHaveBeenCalledWith(rows[2]);
});

test('nothing is said about waiting for 300 ms, then what is waited for, with Cancel', async () => {
  vi.useFakeTimers();
  try {
    const { actions } = drawPopup(null);
    expect(screen.queryByText(t('waitLook'))).toBeNull();
    await vi.advanceTimersByTimeAsync(310);
    screen.getByText(t('waitLook'));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(actions.close).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test('a waiting row says what for, and can be given up', () => {
  const waiting = row({ pending: { what: 'signIn', since: 0 } });
  const { actions } = drawPopup(view([waiting]));
  screen.getByText('Signing in to geo.example.com');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(actions.cancel).toHaveBeenCalledWith(waiting);
});

test('a long name is cut on screen and whole in its title', () => {
  drawPopup(LONG_NAMES);
  for (const { host, url, who } of LONG_NAMES.rows) {
    expect(screen.getAllByTitle(host)[0]?.className).toContain('one-line');
    expect(screen.getByTitle(url).className).toContain('one-line');
    if (who) expect(screen.getByTitle(who).className).toContain('one-line');
  }
  expect(screen.getAllByText('+2')[0]?.parentElement?.title).toBe('WMS, WFS, WMTS, WCS');
});

test('a row keeps its place while its form is open, and moves when that closes', () => {
  const saved = signedInRow();
  const drawn = drawPopup(view([saved, row({ host: 'other.example.com' })]));
  fireEvent.click(screen.getByRole('button', { name: /menu for geo\.example\.com/ }));
  fireEvent.click(screen.getByRole('menuitem', { name: 'Change password…' }));
  const field = screen.getByLabelText('Password');
  const refused = { ...saved, group: 'refuses', status: 'notAccepted', next: 'signInAgain' } as const;
  drawn.show(view([refused, row({ host: 'other.example.com' })]));
  expect(screen.getByLabelText('Password')).toBe(field);
  expect(field.closest('section')?.querySelector('h2')?.textContent).toBe('Signed in');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  const group = document.querySelector(`[data-row="${saved.key}"]`)?.closest('section');
  expect(group?.querySelector('h2')?.textContent).toBe('Refuses');
});

test('our own map is not watched: it says itself what it uses', () => {
  drawPopup(view([], { siteName: 'map.layerkey.invalid', watchOrigins: [] }));
  expect(screen.queryByRole('button', { name: /Watch/ })).toBeNull();
  expect(screen.getByRole('button', { name: 'Look again' })).toBeTruthy();
});

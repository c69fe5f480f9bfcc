// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { duration, YEAR } from '../../components/vault/duration.ts';
import { estimate, type Strength, scoreOf } from '../../lib/passphrase/strength.ts';
import { row, view } from './fixtures.ts';
import { drawPopup, pass, spies, t } from './screen.tsx';

const type = (value: string) =>
  fireEvent.input(screen.getByLabelText('New passphrase'), { target: { value } });

function drawStep(actions = spies()) {
  drawPopup(view([row()]), actions);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in: geo.example.com' }));
  fireEvent.click(screen.getByRole('radio', { name: 'Remember on this device' }));
  return actions;
}

test('nothing is estimated before somebody types, then once typing rests', async () => {
  vi.useFakeTimers();
  try {
    const actions = drawStep();
    screen.getByText(t('strengthAdvice'));
    await pass(1000);
    expect(actions.estimate).not.toHaveBeenCalled();
    for (const typed of ['l', 'lu', 'lun']) type(typed);
    await pass(250);
    expect(actions.estimate.mock.calls).toEqual([['lun']]);
    screen.getByText('Fair');
    screen.getByText('Somebody with a copy of this computer’s files would need about 3 hours.');
    expect(document.querySelectorAll('.strength-bar .full')).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('an estimate that comes late does not replace a newer one', async () => {
  vi.useFakeTimers();
  try {
    const answers: ((strength: Strength) => void)[] = [];
    const actions = spies();
    actions.estimate.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    drawStep(actions);
    type('first');
    await pass(250);
    type('second');
    await pass(250);
    await act(async () => answers[1]?.({ score: 4, seconds: 1e12 }));
    await act(async () => answers[0]?.({ score: 0, seconds: 0.1 }));
    screen.getByText('Strong');
    screen.getByText(/would need more than 100 years\.$/);
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  [0.2, 'less than 1 second'],
  [45, 'about 45 seconds'],
  [100 * YEAR + 1, 'more than 100 years'],
])('%d seconds', async (seconds, words) => {
  const actions = spies();
  actions.estimate.mockResolvedValue({ score: 0, seconds });
  drawStep(actions);
  type('x');
  await screen.findByText(new RegExp(`would need ${words}\\.$`));
});

test('times as each language writes them', () => {
  expect(duration(3 * 3600, 'en')).toBe('3 hours');
  expect(duration(3 * 3600, 'fr')).toMatch(/^3\sheures$/);
  expect(duration(1, 'en')).toBe('1 second');
  expect(duration(119, 'en')).toBe('2 minutes');
  expect(duration(40 * 86_400, 'en')).toBe('1 month');
  expect(duration(27 * YEAR, 'fr')).toMatch(/^27\sans$/);
});

test('the word follows the time: strong is more than 100 years', () => {
  expect([0, 3600, 2 * 86_400, 60 * 86_400, 2 * YEAR, 101 * YEAR].map(scoreOf)).toEqual([0, 0, 1, 2, 3, 4]);
});

test('common words, names and French words are known; four random words are strong', async () => {
  const [common, french, name, words] = await Promise.all(
    ['password', 'motdepasse', 'geoserver', 'lune carte pont vert'].map(estimate),
  );
  for (const weak of [common, french, name]) expect(weak?.score).toBe(0);
  expect(words?.score).toBe(4);
});

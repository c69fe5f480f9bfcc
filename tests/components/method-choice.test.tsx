// @vitest-environment happy-dom
import { fireEvent, render, screen, within } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { expect, test } from 'vitest';
import { MethodChoice } from '../../components/MethodChoice.tsx';
import { LanguageContext } from '../../components/translation.ts';
import type { MethodForm } from '../../lib/messages/form-view.ts';
import './screen.tsx';

const SYSTEMS = ['arcgis', 'geomapfish', 'isogeo', 'geodi'];
const ALL = [
  ...['basic', 'key', 'oauth', 'header', ...SYSTEMS],
  ...['pathKey', 'pair', 'clientCredentials', 'passwordGrant'],
];

const form = (method: string): MethodForm => ({
  ...{ method, fields: [], repeat: false, more: {}, inUrl: false, provider: false, lookUp: null },
  looksUpFirst: false,
});

/** Labels are their keys here: not every build has every system. */
function Choice({ methods, first }: { methods: string[]; first: string }) {
  const [chosen, choose] = useState(first);
  return (
    <LanguageContext value={{ t: (key) => key, locale: 'en' }}>
      <MethodChoice name="row" forms={methods.map(form)} chosen={chosen} onChoose={choose} />
    </LanguageContext>
  );
}

const ways = (inside: HTMLElement = document.body) =>
  within(inside)
    .queryAllByRole('radio')
    .map((radio) => radio.closest('label')?.textContent?.replace('method_', '') ?? '');
const unfold = () => fireEvent.click(screen.getByRole('button', { name: 'moreWays' }));
const group = (name: string) => screen.getByRole('group', { name });

test('the systems stand under a heading of their own, the rare ways under another', () => {
  render(<Choice methods={ALL} first="basic" />);
  expect(ways()).toEqual(ALL.slice(0, 4));
  expect(screen.queryByText('waysSystems')).toBeNull();
  unfold();
  expect(ways(group('waysSystems'))).toEqual(SYSTEMS);
  expect(ways(group('waysOther'))).toEqual(ALL.slice(8));
  expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'method_arcgis' }));
});

test('all of them are one group of radio buttons: one name, one chosen', () => {
  render(<Choice methods={ALL} first="basic" />);
  unfold();
  const radios = screen.getAllByRole<HTMLInputElement>('radio');
  expect(new Set(radios.map(({ name }) => name))).toEqual(new Set(['method row']));
  for (const chosen of ['geodi', 'passwordGrant', 'header']) {
    fireEvent.click(screen.getByRole('radio', { name: `method_${chosen}` }));
    expect(radios.filter(({ checked }) => checked)).toEqual([
      screen.getByRole('radio', { name: `method_${chosen}`, checked: true }),
    ]);
  }
});

test('nothing changes its place once all are there', () => {
  render(<Choice methods={ALL} first="geodi" />);
  expect(ways()).toEqual(['basic', 'key', 'oauth', 'geodi']);
  unfold();
  const order = ways();
  expect(order).toEqual([
    'basic',
    'key',
    'oauth',
    'geodi',
    'arcgis',
    'geomapfish',
    'isogeo',
    'header',
    ...ALL.slice(8),
  ]);
  for (const way of ['pair', 'basic', 'arcgis']) {
    fireEvent.click(screen.getByRole('radio', { name: `method_${way}` }));
    expect(ways()).toEqual(order);
  }
});

test('a heading has something under it', () => {
  render(<Choice methods={ALL.filter((id) => !SYSTEMS.includes(id))} first="basic" />);
  unfold();
  expect(screen.queryByRole('group', { name: 'waysSystems' })).toBeNull();
  expect(ways(group('waysOther'))).toHaveLength(4);
});

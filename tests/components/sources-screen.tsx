import { fireEvent, render, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { vi } from 'vitest';
import type { ExchangeActions } from '../../components/exchange/exchange-actions.ts';
import { SourcesPage } from '../../components/sources/SourcesPage.tsx';
import type { SourcesActions } from '../../components/sources/sources-actions.ts';
import { LanguageContext } from '../../components/translation.ts';
import { addressFailure, previewOf } from '../../entrypoints/options/preview.ts';
import type { Failure } from '../../lib/errors.ts';
import { writeSetUp } from '../../lib/interchange/set-up.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import { searchProviders } from '../../lib/sources/catalogue/search.ts';
import { settle, spies, t } from './screen.tsx';

const well = () => vi.fn(async (..._: unknown[]): Promise<Failure | null> => null);

/** Every action of the sources page as a spy; what reads texts is the page's own. */
function sourcesSpies() {
  const { unlock, createVault, estimate, openUnlock, openForgotten } = spies();
  return {
    ...{ unlock, createVault, estimate, openUnlock, openForgotten },
    preview: previewOf,
    checkAddress: addressFailure,
    writeSetUp,
    ownMap: { site: 'https://map.layerkey.invalid', name: 'map.layerkey.invalid', origins: [] },
    searchProviders: vi.fn(async (typed: string) => searchProviders(typed)),
    copyText: vi.fn(async (_: string) => true),
    ...{ openAddress: vi.fn(), openSettings: vi.fn(), look: vi.fn() },
    ...{ addSource: well(), importSetUp: well(), edit: well(), duplicate: well(), remove: well() },
    ...{ undo: well(), allow: well(), stop: well(), test: well(), cancelTest: well() },
  } satisfies SourcesActions;
}

/** Draws the page with a view; `show` draws the next view in the same page. */
export function drawSources(
  view: SourcesView | null,
  rows: PopupView | null = null,
  failure: Failure | null = null,
) {
  const actions = sourcesSpies();
  const rowActions = spies();
  const Held = ({ view }: { view: SourcesView | null }) => {
    const [opened, setOpened] = useState<string | null>(null);
    return (
      <SourcesPage
        {...{ view, failure, openedAt: Date.now(), actions, opened, rows, rowActions }}
        onOpened={setOpened}
        exchange={{} as ExchangeActions}
      />
    );
  };
  const page = (each: SourcesView | null) => (
    <LanguageContext value={{ t, locale: 'en' }}>
      <Held view={each} />
    </LanguageContext>
  );
  const drawn = render(page(view));
  return { ...drawn, actions, rowActions, show: (next: SourcesView) => drawn.rerender(page(next)) };
}

export const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
export const type = async (field: HTMLElement, value: string) => {
  fireEvent.input(field, { target: { value } });
  await settle();
};

/** The names in the table, from top to bottom; headings as they stand. */
export const names = () =>
  [...document.querySelectorAll('.sources-table tbody th')].map(({ textContent }) => textContent);

/** The line of a source. */
export const line = (name: string): HTMLElement =>
  screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement;

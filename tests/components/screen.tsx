import { cleanup, render } from '@testing-library/preact';
import { afterEach, vi } from 'vitest';
import { Popup } from '../../components/Popup.tsx';
import type { PopupActions } from '../../components/popup-actions.ts';
import { LanguageContext, type Translate } from '../../components/translation.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import en from '../../public/_locales/en/messages.json';

afterEach(cleanup);

/** The English messages, filled as the browser fills them. */
export const t: Translate = (key, ...values) =>
  en[key].message.replace(/\$(\d)/g, (_, number) => values[Number(number) - 1] ?? '');

/** Every action of the popup as a spy. */
function spies() {
  const nothing = () => vi.fn();
  return {
    ...{
      endWatch: vi.fn(),
      look: nothing(),
      watch: nothing(),
      lookInside: nothing(),
      signIn: nothing(),
      useExisting: nothing(),
    },
    ...{
      changeSecret: nothing(),
      check: nothing(),
      cancel: nothing(),
      keepDraft: nothing(),
      pause: nothing(),
    },
    ...{
      resume: nothing(),
      signOut: nothing(),
      stopUsing: nothing(),
      remove: nothing(),
      confirmChange: nothing(),
    },
    ...{ setFrames: nothing(), openHelp: nothing(), close: nothing() },
    addService: vi.fn(async () => null as Awaited<ReturnType<PopupActions['addService']>>),
    hasOrigins: vi.fn(async () => false),
  } satisfies PopupActions;
}

/** Draws the popup with a view; `show` draws the next view in the same popup. */
export function drawPopup(view: PopupView | null, actions = spies(), openedAt = Date.now()) {
  const page = (each: PopupView | null) => (
    <LanguageContext value={{ t, locale: 'en' }}>
      <Popup view={each} failure={null} openedAt={openedAt} actions={actions} />
    </LanguageContext>
  );
  const drawn = render(page(view));
  return { ...drawn, actions, show: (next: PopupView) => drawn.rerender(page(next)) };
}

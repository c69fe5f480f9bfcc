import { act, cleanup, render } from '@testing-library/preact';
import { afterEach, vi } from 'vitest';
import { Popup } from '../../components/Popup.tsx';
import type { PopupActions } from '../../components/popup-actions.ts';
import { SettingsPage } from '../../components/settings/SettingsPage.tsx';
import type { SettingsActions } from '../../components/settings/settings-actions.ts';
import { LanguageContext, type Translate } from '../../components/translation.ts';
import { settingsFile } from '../../entrypoints/popup/settings-file.ts';
import type { Failure } from '../../lib/errors.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import type { FoundProvider, PopupView, ServiceRow } from '../../lib/messages/view.ts';
import type { Strength } from '../../lib/passphrase/strength.ts';
import en from '../../public/_locales/en/messages.json';
import fr from '../../public/_locales/fr/messages.json';

afterEach(cleanup);

/** Lets everything that is ready happen, and draws it. */
export const settle = () => act(() => new Promise<void>((resolve) => setImmediate(resolve)));

/** Moves the fake clock, and draws what came of it. */
export const pass = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

const fill =
  (messages: typeof en): Translate =>
  (key, ...values) =>
    messages[key].message.replace(/\$(\d)/g, (_, number) => values[Number(number) - 1] ?? '');

/** The English messages, filled as the browser fills them. */
export const t: Translate = fill(en);
/** The French ones. */
export const inFrench: Translate = fill(fr);

const LANGUAGES = { en: { t, locale: 'en' }, fr: { t: inFrench, locale: 'fr' } };
export type Tongue = keyof typeof LANGUAGES;

const nothing = () => vi.fn();
/** A command that goes well unless told otherwise. */
const well = () => vi.fn(async (..._: unknown[]): Promise<Failure | null> => null);

function vaultSpies() {
  return {
    unlock: well(),
    createVault: well(),
    estimate: vi.fn(async (_: string): Promise<Strength> => ({ score: 2, seconds: 3 * 3600 })),
    openUnlock: nothing(),
    openForgotten: nothing(),
  };
}

/** Every action of the popup as a spy. */
export function spies() {
  return {
    ...vaultSpies(),
    ...{ endWatch: nothing(), look: nothing(), watch: nothing(), lookInside: nothing() },
    ...{ signIn: nothing(), useExisting: nothing(), changeSecret: nothing(), check: nothing() },
    ...{ lookUp: nothing(), pasteCode: nothing(), toTab: nothing() },
    originsFor: ({ origins }: ServiceRow, _draft: Draft): string[] => origins,
    ...{ cancel: nothing(), keepDraft: nothing(), pause: nothing(), resume: nothing() },
    ...{ signOut: nothing(), stopUsing: nothing(), remove: nothing(), confirmChange: nothing() },
    ...{ setFrames: nothing(), remember: nothing(), forgetSaved: nothing(), tryAgain: nothing() },
    ...{ reload: nothing(), clearStored: nothing(), hideWarning: nothing(), openAddress: nothing() },
    ...{ openLink: nothing(), saveFile: nothing() },
    settingsFile,
    copyText: vi.fn(async (_: string) => true),
    ...{ forgetSite: nothing(), dismiss: nothing(), lock: nothing() },
    ...{
      openHelp: nothing(),
      openSources: nothing(),
      openMap: nothing(),
      openSettings: nothing(),
      openDiagnostics: nothing(),
      close: nothing(),
    },
    searchProviders: vi.fn(async (_: string): Promise<FoundProvider[]> => []),
    addService: vi.fn(async () => null as Awaited<ReturnType<PopupActions['addService']>>),
    hasOrigins: vi.fn(async () => false),
  } satisfies PopupActions;
}

/** Every action of the settings page as a spy. */
export function settingsSpies(passkeysPossible = true) {
  return {
    ...vaultSpies(),
    passkeysPossible,
    ...{ lock: well(), changePassphrase: well(), addPasskey: well(), removePasskey: well() },
    ...{ deleteVault: well(), backup: well(), restore: well(), changeSettings: well() },
    ...{
      noticeEverywhere: well(),
      stopNoticing: well(),
      stopUsingAt: well(),
      forgetSiteAt: well(),
      dismissNotice: well(),
    },
    openDiagnostics: nothing(),
  } satisfies SettingsActions;
}

/** Draws the popup with a view; `show` draws the next view in the same popup. */
export function drawPopup(
  view: PopupView | null,
  actions = spies(),
  openedAt = Date.now(),
  tongue: Tongue = 'en',
) {
  const page = (each: PopupView | null) => (
    <LanguageContext value={LANGUAGES[tongue]}>
      <Popup view={each} failure={null} openedAt={openedAt} actions={actions} />
    </LanguageContext>
  );
  const drawn = render(page(view));
  return { ...drawn, actions, show: (next: PopupView) => drawn.rerender(page(next)) };
}

/** Draws the settings page in the same way. */
export function drawSettings(view: SettingsView | null, actions = settingsSpies(), tongue: Tongue = 'en') {
  const page = (each: SettingsView | null) => (
    <LanguageContext value={LANGUAGES[tongue]}>
      <SettingsPage view={each} failure={null} openedAt={Date.now()} actions={actions} />
    </LanguageContext>
  );
  const drawn = render(page(view));
  return { ...drawn, actions, show: (next: SettingsView) => drawn.rerender(page(next)) };
}

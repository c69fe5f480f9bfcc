import type { Page } from 'playwright-core';
import type { Draft } from '../../../lib/messages/form-view.ts';
import type { Command, Reply } from '../../../lib/messages/protocol.ts';
import type { SettingsView } from '../../../lib/messages/settings-view.ts';
import type { PopupView, ServiceRow } from '../../../lib/messages/view.ts';
import { until } from '../drivers/wait.ts';
import type { Scene } from './scene.ts';
import { urlOf } from './vault-steps.ts';

/** Commands of our own pages, sent from the popup's page without touching what it shows. */
export interface Desk {
  page: Page;
  popup: Page;
  settings(): Promise<SettingsView>;
  view(): Promise<PopupView>;
  row(): Promise<ServiceRow>;
  /** A command that is answered once it was carried out. @throws the failure's code. */
  order(command: Command): Promise<void>;
  /** The same, answering the failure's code, or null where there is none. */
  refusal(command: Command): Promise<string | null>;
  /** Signs in at the row's service; done once the row says so with nothing pending. */
  signIn(password: string, remember: boolean): Promise<void>;
  /** Changes the password; done once the row says so with nothing pending. */
  changePassword(password: string): Promise<void>;
  /** Remembers the row's sign-in, or no longer. */
  remember(): Promise<void>;
}

/** Opens a page that uses the service at `path`, and a popup over it. */
export async function openDesk(made: Scene, path: string): Promise<Desk> {
  const page = await made.visit(urlOf(made, path));
  const { page: popup } = await made.popup(page);
  const tabId = await made.browser.tabId(page);
  const key = `${made.site.url()} ${made.service.url()}${path}`;

  async function send<V>(command: Command): Promise<Reply<V>> {
    return popup.evaluate((message) => chrome.runtime.sendMessage(message), command as object) as Promise<
      Reply<V>
    >;
  }

  async function ask<V>(command: Command): Promise<V> {
    const reply = await send<V>(command);
    if (!reply.ok) throw new Error(`${command.command}: ${reply.failure.code}`);
    return reply.view;
  }

  const view = () => ask<PopupView>({ command: 'view', tabId });
  const row = async () => {
    const found = (await view()).rows.find((each) => each.key === key);
    if (!found) throw new Error(`There is no row ${key}`);
    return found;
  };

  /** Row commands are answered before they are carried out: the row's own word counts. */
  async function settle(command: Command): Promise<void> {
    const before = (await row()).since;
    await ask(command);
    await until(`${command.command} to be confirmed`, async () => {
      const { pending, failure, status, since } = await row();
      if (pending === null && failure) throw new Error(failure.code);
      return pending === null && status === 'signedIn' && since > before;
    });
  }

  const draft = (password: string, remember: boolean): Draft => ({
    method: 'basic',
    fields: { username: 'visitor', password },
    acceptPlainHttp: false,
    remember,
  });

  return {
    page,
    popup,
    settings: () => ask<SettingsView>({ command: 'settings' }),
    view,
    row,
    order: async (command) => void (await ask(command)),
    refusal: async (command) => {
      const reply = await send(command);
      return reply.ok ? null : reply.failure.code;
    },
    signIn: (password, remember) =>
      settle({ command: 'signIn', tabId, key, draft: draft(password, remember), reload: false }),
    changePassword: (password) =>
      settle({ command: 'changeSecret', tabId, key, draft: draft(password, true) }),
    remember: async () => void (await ask({ command: 'remember', tabId, key })),
  };
}

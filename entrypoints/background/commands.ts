import { methodOf } from '../../lib/auth/registry.ts';
import { AppError, toFailure } from '../../lib/errors.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { CommandName, CommandPayload, PAGE_COMMANDS, Reply } from '../../lib/messages/protocol.ts';
import { SOURCES_COMMANDS } from '../../lib/messages/sources-protocol.ts';
import { ALL_SITES, patternOf, patternsFor } from '../../lib/permissions/patterns.ts';
import { providerPatterns } from '../../lib/permissions/provider.ts';
import { capabilities } from '../../lib/platform/events.ts';
import { clearStored } from '../../lib/platform/stored-copies.ts';
import { announceChange, reloadTab } from '../../lib/platform/worker.ts';
import type { Guards } from '../../lib/sign-in/guards.ts';
import type { Links } from '../../lib/sign-in/links.ts';
import type { Locking } from '../../lib/sign-in/locking.ts';
import { mergeServices, pastedService } from '../../lib/sign-in/pages.ts';
import { placeOf, type Row, rowKey } from '../../lib/sign-in/rows.ts';
import type { Intent, Session } from '../../lib/sign-in/session.ts';
import type { SignIns } from '../../lib/sign-in/sign-ins.ts';
import type { TakingBack } from '../../lib/sign-in/taking-back.ts';
import { searchProviders } from '../../lib/sources/catalogue/search.ts';
import { prefixesOf } from '../../lib/sources/destinations.ts';
import type { SavedStore } from '../../lib/sources/store.ts';
import type { Access } from './access.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Discoveries } from './discoveries.ts';
import type { Intents } from './intents.ts';
import type { OwnPages } from './own-pages.ts';
import type { Pages } from './pages.ts';
import { isAboutProjects, type Projects } from './projects.ts';
import { readCommand } from './read-command.ts';
import type { SourcesCommands } from './sources-commands.ts';
import type { VaultCommands } from './vault-commands.ts';
import type { Visits } from './visits.ts';
import type { Warnings } from './warnings.ts';

interface Parts {
  session: Session;
  store: SavedStore;
  signIns: SignIns;
  takingBack: TakingBack;
  locking: Locking;
  pages: Pages;
  ownPages: OwnPages;
  intents: Intents;
  access: Access;
  discoveries: Discoveries;
  visits: Visits;
  vaultCommands: VaultCommands;
  sources: SourcesCommands;
  diagnostics: Diagnostics;
  guards: Guards;
  warnings: Warnings;
  links: Links;
  projects: Projects;
}

type Handlers = { [N in keyof typeof PAGE_COMMANDS]: (payload: CommandPayload<N>) => Promise<unknown> };

/** What changes at once, and what other open pages of ours show: the map takes its layers off. */
const SEEN_ELSEWHERE: readonly CommandName[] = ['signOut', 'pause', 'stopUsing', 'remove', 'forgetSite'];

/** The worker's ear: validates each command, carries it out or takes it up, and answers with the view. */
export function createCommands(parts: Parts) {
  const { session, store, signIns, takingBack, locking, pages, intents, access, vaultCommands } = parts;
  const { discoveries, visits } = parts;

  async function rowOf({ tabId, key }: { tabId: number; key: string }) {
    const row = await pages.rowOf(tabId, key);
    if (!row) throw new AppError('badMessage');
    return row;
  }

  /** The saved source and the account behind a row. */
  async function savedBehind(payload: { tabId: number; key: string }) {
    const row = await rowOf(payload);
    const { grants } = await store.read();
    const grant = grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
    if (!grant) throw new AppError('badMessage');
    return grant;
  }

  /** The hosts that the certificate warning of a row is about. */
  async function untrustedHosts({ tabId, key }: { tabId: number; key: string }): Promise<string[]> {
    const row = (await pages.view(tabId)).rows.find((each) => each.key === key);
    if (!row?.why.hideable) throw new AppError('badMessage');
    return [...new Set([row.why.hideable, ...row.why.hosts])];
  }

  /** The origins that the row's own sign-in asks for new tokens. */
  async function providersOf({ source, site }: Row): Promise<string[]> {
    const { grants, accounts } = await store.read();
    const grant = grants.find(({ sourceId, site: on }) => sourceId === source?.id && site === on);
    return accounts.find(({ id }) => id === grant?.accountId)?.providers ?? [];
  }

  /** Host patterns of the provider in a form: what is typed, and what was found there. */
  function patternsOfForm(key: string, { method, fields }: Draft): string[] {
    if (!methodOf(method)?.provider) return [];
    const found = pages.rowState(key).provider?.origins ?? [];
    return [...found, ...providerPatterns(fields, capabilities.portsInPatterns)];
  }

  async function addForRow(payload: { tabId: number; key: string }, act: Intent['act']) {
    const { tabId, key } = payload;
    try {
      const row = await rowOf(payload);
      const { urls, site } = placeOf(row);
      const asked = await providersOf(row);
      const origins = [
        ...patternsFor([...prefixesOf(urls), ...asked], site, capabilities.portsInPatterns),
        ...('draft' in act ? patternsOfForm(key, act.draft) : []),
      ];
      // Answered at once: what follows may wait for the browser's prompt.
      void intents.add({ key, tabId, origins, act });
    } catch (error) {
      await pages.setRow(key, { failure: toFailure(error), ...('draft' in act ? { draft: act.draft } : {}) });
      // The popup does not wait for the answer to this command.
      await announceChange();
    }
  }

  const handlers: Handlers = {
    look: ({ tabId }) => pages.look(tabId),
    view: async () => undefined,
    lookInside: async ({ tabId, frameId }) => {
      const frame = pages.pageOf(tabId).frames[frameId - 1];
      if (!frame) throw new AppError('badMessage');
      const origins = [patternOf(frame.origin, capabilities.portsInPatterns)];
      void intents.add({
        key: `frame ${tabId}`,
        tabId,
        origins,
        act: { what: 'lookInside', frame: frameId },
      });
    },
    watch: async ({ tabId }) => {
      void intents.add({ key: `watch ${tabId}`, tabId, origins: [ALL_SITES], act: { what: 'watch' } });
    },
    endWatch: async () => access.expectSwap(),
    addService: async ({ tabId, url }) => {
      const page = pages.pageOf(tabId);
      if (page.site === null) throw new AppError('pageNotReadable');
      const { added, draft } = pastedService(url, page.site);
      await pages.setPage(tabId, { ...page, services: mergeServices(page.services, [added]) });
      if (draft !== null) await pages.setRow(rowKey(page.site, added.service.base), { draft });
    },
    signIn: ({ draft, reload, ...row }) => addForRow(row, { what: 'signIn', draft, reload, replaces: null }),
    useExisting: ({ accountId, reload, ...row }) =>
      addForRow(row, { what: 'useExisting', accountId, reload }),
    changeSecret: async ({ draft, ...row }) => {
      const { accountId } = await savedBehind(row);
      await addForRow(row, { what: 'signIn', draft, reload: false, replaces: accountId });
    },
    check: (row) => addForRow(row, { what: 'check' }),
    denied: ({ key }) => intents.denied(key),
    cancel: ({ key }) => {
      visits.end(key);
      discoveries.end(key);
      return intents.cancel(key);
    },
    keepDraft: async ({ key, draft }) => {
      if (draft !== null || pages.rowState(key).pending !== null) return pages.setRow(key, { draft });
      discoveries.end(key);
      // The form was given up: what it had asked the browser for is needed no more.
      await session.remove('row', key);
      await access.giveBack();
    },
    pause: async (row) => signIns.pause((await savedBehind(row)).accountId),
    resume: async (row) => {
      const { accountId } = await savedBehind(row);
      if (!parts.guards.tryAgain(accountId)) await signIns.resume(accountId);
    },
    reload: ({ tabId }) => reloadTab(tabId),
    clearStored: async (row) => {
      await clearStored(row.tabId, prefixesOf(placeOf(await rowOf(row)).urls));
      await reloadTab(row.tabId);
    },
    hideWarning: async ({ always, ...row }) => parts.warnings.hide(await untrustedHosts(row), always),
    signOut: async (row) => takingBack.signOut([(await savedBehind(row)).accountId], 'signedOut'),
    stopUsing: async (row) => {
      const { sourceId, site } = await savedBehind(row);
      await pages.rememberSigned(row.tabId);
      await takingBack.stopUsing(sourceId, site);
      await access.giveBack();
    },
    remove: async (row) => {
      const { sourceId } = await savedBehind(row);
      await pages.rememberSigned(row.tabId);
      await takingBack.remove(sourceId);
      await session.remove('row', row.key);
      await access.giveBack();
    },
    confirmChange: async (row) => {
      const { accountId } = await savedBehind(row);
      await addForRow(row, { what: 'useExisting', accountId, reload: false });
    },
    setFrames: async ({ frames, ...row }) => signIns.setFrames((await savedBehind(row)).sourceId, frames),
    remember: async (row) => signIns.setRemembered((await savedBehind(row)).accountId, true),
    forgetSaved: async (row) => signIns.setRemembered((await savedBehind(row)).accountId, false),
    tryAgain: (row) => addForRow(row, { what: 'tryAgain' }),
    lookUp: async ({ key, method, typed }) => void discoveries.look(key, method, typed),
    openLink: async (row) => parts.links((await savedBehind(row)).accountId),
    pasteCode: async ({ key, code }) => visits.pasted(key, code),
    forgetSite: async ({ tabId }) => {
      const { site } = pages.pageOf(tabId);
      if (site === null) throw new AppError('pageNotReadable');
      await pages.rememberSigned(tabId);
      await takingBack.forgetSite(site);
      await access.giveBack();
    },
    mapServices: (payload) => parts.ownPages.mapServices(payload),
    showSource: (payload) => parts.ownPages.showSource(payload),
    dismiss: ({ code }) => session.remove('notice', code),
  };

  async function handle(message: unknown): Promise<Reply<unknown>> {
    try {
      const { name, payload } = readCommand(message);
      if (name === 'diagnostics') return { ok: true, view: await parts.diagnostics.view() };
      if (name === 'searchProviders') {
        return { ok: true, view: searchProviders((payload as CommandPayload<'searchProviders'>).typed) };
      }
      if (isAboutProjects(name)) return { ok: true, view: await parts.projects.carryOut(name, payload) };
      if (isAboutSources(name)) return { ok: true, view: await parts.sources.carryOut(name, payload) };
      if (!isAboutPage(name)) return { ok: true, view: await vaultCommands.carryOut(name, payload) };
      const about = payload as { tabId: number };
      await (handlers[name] as (payload: unknown) => Promise<unknown>)(about);
      await locking.arm();
      if (SEEN_ELSEWHERE.includes(name)) void announceChange();
      return { ok: true, view: await pages.view(about.tabId) };
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    }
  }

  const isAboutPage = (name: CommandName): name is keyof Handlers => Object.hasOwn(handlers, name);
  const isAboutSources = (name: CommandName): name is keyof typeof SOURCES_COMMANDS =>
    Object.hasOwn(SOURCES_COMMANDS, name);

  return { handle };
}

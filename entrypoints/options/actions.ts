import type { SourcesActions } from '../../components/sources/sources-actions.ts';
import { originOf, withScheme } from '../../lib/addresses.ts';
import type { Failure } from '../../lib/errors.ts';
import { writeSetUp } from '../../lib/interchange/set-up.ts';
import { MAP_HOST, MAP_SITE } from '../../lib/map-site.ts';
import { hostsOf, patternOf } from '../../lib/permissions/patterns.ts';
import type { VaultCommand } from '../popup/commands.ts';
import type { SourcesCommand } from './commands.ts';
import { addressFailure, previewOf } from './preview.ts';
import type { SourcesPort } from './sources-port.ts';

/**
 * Turns what the user does into commands.
 * @param send Sends a command and shows the view it answers with; resolves to its failure, or null.
 */
export function createSourcesActions(
  page: SourcesPort,
  send: (command: SourcesCommand) => Promise<Failure | null>,
): SourcesActions {
  /** The request in the click's own tick, the command once it was answered: this page stays open under the browser's prompt. */
  const askAndSend = async (origins: string[], command: SourcesCommand): Promise<Failure | null> => {
    const asked = [...new Set(origins)];
    const given = asked.length === 0 || (await page.requestOrigins(asked));
    return given ? send(command) : { code: 'permissionNotGiven', values: [hostsOf(asked)[0] ?? ''] };
  };
  /** Answered with another page's view; ours follows, also after a failure: the next try may have to wait. */
  const tell = async (command: VaultCommand): Promise<Failure | null> => {
    const reply = await page.send(command);
    await send({ command: 'sources' });
    return reply.ok ? null : reply.failure;
  };
  const idsOf = (sources: readonly { id: string }[]) => sources.map(({ id }) => id);

  return {
    preview: previewOf,
    checkAddress: addressFailure,
    searchProviders: async (typed) => {
      const reply = await page.send({ command: 'searchProviders', typed });
      return reply.ok ? reply.view : [];
    },
    openAddress: (url) => void page.openAddress(url),
    ownMap: { site: MAP_SITE, name: MAP_HOST, origins: [] },

    look: () => void send({ command: 'sources' }),
    addSource: (name, url) => send({ command: 'addSource', name, url }),
    importSetUp: ({ name, kinds, urls, parameter }) => {
      const source = { name, kinds, urls, parameter, signIn: null, replaces: null };
      return send({ command: 'importRecords', sources: [source], signIns: [], remember: false });
    },
    edit: (source) => send({ command: 'editSource', ...source }),
    duplicate: (id) => send({ command: 'duplicateSource', id }),
    remove: (ids) => send({ command: 'removeSources', ids }),
    undo: (origins) => askAndSend(origins, { command: 'undo' }),
    allow: async (sources, typed, origins) => {
      const site = originOf(withScheme(typed));
      if (site === undefined || !/^https?:/.test(site)) return { code: 'badUrl', values: [] };
      const ofSite =
        site === MAP_SITE || origins.length > 0 ? origins : [patternOf(site, page.portsInPatterns)];
      const all = [...sources.flatMap((source) => source.origins), ...ofSite];
      return askAndSend(all, { command: 'allowSite', ids: idsOf(sources), site });
    },
    stop: (ids, site) => send({ command: 'stopSite', ids, site }),
    test: (sources) =>
      sources.length === 0
        ? Promise.resolve(null)
        : askAndSend(
            sources.flatMap(({ origins }) => origins),
            { command: 'testSources', ids: idsOf(sources) },
          ),
    cancelTest: () => send({ command: 'cancelTest' }),
    writeSetUp,
    copyText: page.copyText,

    unlock: (passphrase) => tell({ command: 'unlock', passphrase }),
    createVault: (passphrase) => tell({ command: 'createVault', passphrase }),
    estimate: page.estimate,
    openUnlock: () => void page.openPage('/unlock.html'),
    openForgotten: () => void page.openPage('/settings.html#forgotten'),
    openSettings: () => void page.openPage('/settings.html'),
  };
}

import { hostOf } from '../addresses.ts';
import type { SiteVault } from '../messages/settings-view.ts';
import { expandTemplate } from '../services/template.ts';
import type { Saved } from '../sources/model.ts';
import { stateOf, type ViewParts } from './popup-view.ts';

/** What every site may use, sites and sources by name. Pure, and free of secrets. */
export function siteVaults(
  saved: Saved,
  parts: Pick<ViewParts, 'accounts' | 'credentials' | 'rememberedIds' | 'vault'>,
): SiteVault[] {
  const sources = new Map(saved.sources.map((source) => [source.id, source]));
  const accounts = new Map(saved.accounts.map((account) => [account.id, account]));
  const bySite = Map.groupBy(saved.grants, ({ site }) => site);
  return [...bySite]
    .map(([site, grants]) => ({
      site,
      name: hostOf(site),
      sources: grants
        .flatMap(({ sourceId, accountId }) => {
          const source = sources.get(sourceId);
          const account = accounts.get(accountId);
          if (!source || !account) return [];
          const { state, isRemembered } = stateOf(accountId, parts);
          const url = source.urls[0] ?? '';
          const { host, pathname } = new URL(expandTemplate(url)[0] ?? url);
          return [
            {
              ...{ sourceId, accountId, host, path: pathname },
              ...{ kinds: source.kinds, name: source.name, who: account.who, method: account.method },
              ...{ status: state.status, remembered: isRemembered },
            },
          ];
        })
        .sort((a, b) => a.host.localeCompare(b.host) || a.path.localeCompare(b.path)),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

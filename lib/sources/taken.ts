import { safePrefixesOf } from './destinations.ts';
import type { Grant, Saved, Source } from './model.ts';

/**
 * Which places of services are in use on which sites: two rules must never match one request. Rules know the host of the site
 * that asks and no more, so its ports and schemes are one. Made once for many questions.
 */
export function createTaken({ sources, grants }: Saved) {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const users = new Map<string, Map<string, string>>();
  const placesOf = ({ urls }: Source, site: string) =>
    safePrefixesOf(urls).map((prefix) => `${new URL(site).hostname} ${prefix}`);

  function take(source: Source, { accountId, site }: Pick<Grant, 'accountId' | 'site'>): void {
    for (const place of placesOf(source, site)) {
      const here = users.get(place) ?? new Map<string, string>();
      users.set(place, here.set(`${source.id} ${site}`, accountId));
    }
  }

  for (const grant of grants) {
    const source = byId.get(grant.sourceId);
    if (source) take(source, grant);
  }
  return {
    take,
    /** True where another source, or another sign-in of this one, is already used for one of its addresses there. */
    isTaken: (source: Source, { accountId, site }: Pick<Grant, 'accountId' | 'site'>): boolean =>
      placesOf(source, site).some((place) =>
        [...(users.get(place) ?? [])].some(([user, account]) => {
          const isItself = user === `${source.id} ${site}`;
          return !isItself && !(user.startsWith(`${source.id} `) && account === accountId);
        }),
      ),
  };
}

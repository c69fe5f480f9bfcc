import { hostOf, withScheme } from '../addresses.ts';
import { methodOf } from '../auth/registry.ts';
import type { ExistingSignIn } from '../messages/view.ts';
import type { Account, Saved } from '../sources/model.ts';
import { schemesOf } from './conditions.ts';
import type { Row } from './rows.ts';
import type { Held } from './session.ts';

/** How many existing sign-ins a row offers: more cannot be told apart in a popup, and every row carries them. */
const MOST_OFFERED = 12;

/** Sign-ins that were used for the same origin before, or whose token the service may want; those that work now first. */
export function existingFor(
  row: Row,
  origin: string,
  { saved, credentials }: { saved: Saved; credentials: ReadonlyMap<string, Held> },
  own: string | undefined,
): ExistingSignIn[] {
  const isReady = (id: string) => credentials.has(id) && !credentials.get(id)?.refused;
  const wantsToken = mayWantToken(row, saved);
  const isOffered = ({ id, origins }: Account) => origins.includes(origin) || (wantsToken(id) && isReady(id));
  return saved.accounts
    .filter((account) => account.id !== own && isOffered(account))
    .map((account) => {
      const { id, who, method } = account;
      const at = account.origins.includes(origin) ? hostOf(origin) : providerHostOf(account);
      return { accountId: id, at, who: who || at, method, ready: isReady(id) };
    })
    .sort((a, b) => Number(b.ready) - Number(a.ready))
    .slice(0, MOST_OFFERED);
}

/**
 * Many services may stand behind one identity provider. A service that asks for a Bearer token (RFC 6750, section 3) may want
 * any sign-in with one; a service that asks for nothing in particular, those that are used on the same site.
 */
function mayWantToken(row: Row, { accounts, grants }: Saved): (accountId: string) => boolean {
  const schemes = schemesOf(row);
  if (row.seen?.state !== 'refuses' || (schemes.length > 0 && !schemes.includes('bearer')))
    return () => false;
  const here = new Set(grants.filter(({ site }) => site === row.site).map(({ accountId }) => accountId));
  const tokens = accounts.filter(
    ({ id, providers, method }) =>
      providers && !methodOf(method)?.bound && (schemes.length > 0 || here.has(id)),
  );
  const ids = new Set(tokens.map(({ id }) => id));
  return (id) => ids.has(id);
}

/** The provider's host, as its sign-in names it. */
function providerHostOf({ settings, providers }: Account): string {
  const issuer = URL.parse(withScheme(settings.issuer ?? ''));
  const [first] = providers ?? [];
  return issuer?.host || (first ? hostOf(first) : '');
}

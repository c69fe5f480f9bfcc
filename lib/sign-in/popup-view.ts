import { hostOf } from '../addresses.ts';
import { formOf, keyNamesFor, proposeForms } from '../auth/propose.ts';
import { methodOf } from '../auth/registry.ts';
import type { Failure } from '../errors.ts';
import type { CertificateKind } from '../explain/certificate.ts';
import { MAP_SITE } from '../map-site.ts';
import type { ExistingSignIn, FrameRow, PopupView, ServiceRow, VaultView } from '../messages/view.ts';
import { ALL_SITES, patternOf, patternsFor } from '../permissions/patterns.ts';
import { expandTemplate } from '../services/template.ts';
import { lookup } from '../sources/catalogue/lookup.ts';
import { knownView } from '../sources/catalogue/shown.ts';
import { safePrefixesOf } from '../sources/destinations.ts';
import type { Account, Saved } from '../sources/model.ts';
import { savedCondition, schemesOf, seenCondition } from './conditions.ts';
import { existingFor } from './existing.ts';
import { factsOf, type Told } from './row-facts.ts';
import { type Row, rowsOf } from './rows.ts';
import type { AccountState, Held, PageRecord, RowState } from './session.ts';
import { whyOf } from './why.ts';

/** Everything that a view is made of. */
export interface ViewParts {
  tabId: number;
  page: PageRecord;
  saved: Saved;
  notice: Failure | null;
  vault: VaultView;
  /** Accounts that are kept on this device. */
  rememberedIds: ReadonlySet<string>;
  credentials: ReadonlyMap<string, Held>;
  accounts: ReadonlyMap<string, AccountState>;
  rows: ReadonlyMap<string, RowState>;
  /** Grants that no longer say what was sealed, by {@link grantText}. */
  changed: ReadonlySet<string>;
  ports: boolean;
  told: Told;
  /** The kind of certificate warning that the user has hidden, by host. */
  hiddenWarnings: ReadonlyMap<string, CertificateKind>;
  /** Where the browser itself waits for a provider's answer. */
  redirectUri: string;
  /** Patterns that must stay while all sites are given back; null where there is nothing to give back. */
  allSitesHeld: string[] | null;
}

/** What the popup shows of a page. Pure, and free of secrets but for what the user is typing (`draft`). */
export function popupView(parts: ViewParts): PopupView {
  const { page, ports } = parts;
  const names = foundNames(parts.saved);
  return {
    tabId: parts.tabId,
    siteName: page.site === null ? null : hostOf(page.site),
    redirectUri: parts.redirectUri,
    incomplete: page.incomplete,
    rows: rowsOf(page, parts.saved).map((row) => serviceRow(row, parts, names)),
    frames: page.frames.map(
      ({ origin, looked }, index): FrameRow => ({
        frameId: index + 1,
        host: hostOf(origin),
        origins: [patternOf(origin, ports)],
        looked,
      }),
    ),
    notice: parts.notice,
    vault: parts.vault,
    watchOrigins: page.site === MAP_SITE ? [] : [ALL_SITES],
    watching: page.watching,
    allSitesHeld: parts.allSitesHeld && { keep: parts.allSitesHeld },
  };
}

function serviceRow(row: Row, parts: ViewParts, names: ReadonlyMap<string, string[]>): ServiceRow {
  const { saved, rows, ports } = parts;
  const url = row.source?.urls[0] ?? row.seen?.base ?? '';
  const { origin, host, pathname } = new URL(expandTemplate(url)[0] ?? url);
  const grant = saved.grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
  const account = saved.accounts.find(({ id }) => id === grant?.accountId);
  const state = rows.get(row.key);
  const existing = existingFor(row, origin, parts, account?.id);
  const catalogue = lookup(new URL(origin).hostname, pathname);
  const known = {
    challenges: schemesOf(row),
    keyNames: row.seen?.keyNames ?? [],
    foundNames: names.get(origin) ?? [],
    catalogue,
    service: { base: expandTemplate(url)[0] ?? url, kinds: row.source?.kinds ?? row.seen?.kinds ?? [] },
  };
  const behind = grant && stateOf(grant.accountId, parts);
  const condition = behind
    ? savedCondition(row, grant, { ...parts, ...behind })
    : seenCondition(row, saved, existing);
  const facts = factsOf(
    row,
    {
      page: parts.page,
      status: condition.status,
      behind: behind && account ? { account, ...behind } : null,
      usableFrom: condition.next === 'useHere' ? (condition.hint?.values[0] ?? null) : null,
    },
    parts.told,
  );
  return {
    key: row.key,
    ...whyOf(facts, condition, expandTemplate(url)[0] ?? url, parts.hiddenWarnings),
    kinds: row.source?.kinds ?? row.seen?.kinds ?? [],
    host,
    path: pathname,
    url,
    remembered: behind?.isRemembered ?? false,
    who: account?.who ?? '',
    since: behind?.state.since ?? 0,
    sourceId: grant ? grant.sourceId : null,
    accountId: account?.id ?? null,
    failure: state?.failure ?? null,
    pending: state?.pending ?? null,
    provider: state?.provider ?? null,
    endSession: behind?.state.endSession ?? null,
    token: tokenOf(account, parts),
    existing,
    forms: withOwnMethodFirst(proposeForms(known), account, parts),
    draft: state?.draft ?? null,
    origins: patternsFor(
      [...safePrefixesOf(row.source?.urls ?? [url]), ...(account?.providers ?? [])],
      row.site,
      ports,
    ),
    keyNames: keyNamesFor(known),
    known: catalogue && knownView(catalogue),
    details: grant && account ? detailsOf(row, account, existing, parts) : null,
  };
}

/** How long a sign-in with a token goes on; null for others, and while it is not known. */
function tokenOf(account: Account | undefined, { credentials }: ViewParts): ServiceRow['token'] {
  const { secrets, refused } = credentials.get(account?.id ?? '') ?? {};
  const method = account && methodOf(account.method);
  if (!secrets || !method || refused) return null;
  const ends = method.ends?.(secrets);
  return ends ? { renews: method.isRenewable?.(secrets) ?? false, until: ends.expiresAt } : null;
}

const SIGNED_OUT: AccountState = { status: 'signIn', why: null, since: 0 };
const LOCKED: AccountState = { status: 'locked', why: null, since: 0 };

/** An account's state; a new session knows none, and what is remembered is locked then. */
export function stateOf(
  accountId: string,
  {
    accounts,
    credentials,
    rememberedIds,
    vault,
  }: Pick<ViewParts, 'accounts' | 'credentials' | 'rememberedIds' | 'vault'>,
): { state: AccountState; isRemembered: boolean } {
  const held = credentials.get(accountId);
  const isRemembered = held?.remembered ?? rememberedIds.has(accountId);
  // Whatever was known before: what is in a locked vault needs to be unlocked first.
  if (!held && isRemembered && vault.state === 'locked') return { state: LOCKED, isRemembered };
  return { state: accounts.get(accountId) ?? SIGNED_OUT, isRemembered };
}

/** Names that keys were found under, by origin. Made once a view: there may be thousands of sources. */
function foundNames(saved: Saved): ReadonlyMap<string, string[]> {
  const parameters = new Map(saved.keyVault.map(({ sourceId, parameter }) => [sourceId, parameter]));
  const names = new Map<string, string[]>();
  for (const { id, urls } of saved.sources) {
    const parameter = parameters.get(id);
    if (!parameter) continue;
    for (const prefix of safePrefixesOf(urls)) {
      const { origin } = new URL(prefix);
      names.set(origin, [...(names.get(origin) ?? []), parameter]);
    }
  }
  return names;
}

/** A saved sign-in is asked for again in its own way, with everything that is not secret filled in. */
function withOwnMethodFirst(
  forms: ServiceRow['forms'],
  account: Account | undefined,
  { credentials }: ViewParts,
): ServiceRow['forms'] {
  const method = account && methodOf(account.method);
  if (!account || !method) return forms;
  const own = formOf(method, account.settings, credentials.has(account.id));
  return [own, ...forms.filter((form) => form.method !== method.id)];
}

function detailsOf(
  row: Row,
  account: Account,
  existing: ExistingSignIn[],
  { saved, credentials }: ViewParts,
): ServiceRow['details'] {
  const source = row.source;
  if (source === null) return null;
  const method = methodOf(account.method);
  const held = credentials.get(account.id);
  return {
    name: source.name,
    usedFor: safePrefixesOf(source.urls),
    allowedOn: saved.grants.filter(({ sourceId }) => sourceId === source.id).map(({ site }) => hostOf(site)),
    method: account.method,
    parameter: saved.keyVault.find(({ sourceId }) => sourceId === source.id)?.parameter ?? null,
    frames: source.frames,
    framesPossible: method?.inUrl === false,
    linkLife: (held && !held.refused && method?.linkLife?.(held.secrets)) || null,
    switchTo: existing.filter(({ ready }) => ready),
  };
}

import { hostOf } from '../addresses.ts';
import { isForBrowserOnly } from '../auth/propose.ts';
import type { ExistingSignIn, Hint, NextStep, RowGroup, ServiceRow } from '../messages/view.ts';
import { readChallenges } from '../services/challenges.ts';
import { requestMethods, type ServiceKind } from '../services/kinds.ts';
import type { Grant, Saved } from '../sources/model.ts';
import { grantText } from './placements.ts';
import type { Row } from './rows.ts';
import type { AccountState, PageRecord } from './session.ts';
import type { Status } from './status.ts';

/** How a row stands, and what comes next. */
export type Condition = Pick<ServiceRow, 'group' | 'status' | 'next' | 'hint'>;

/** What is known of the account behind a saved row. */
interface Behind {
  page: PageRecord;
  /** Grants that no longer say what was sealed, by {@link grantText}. */
  changed: ReadonlySet<string>;
  state: AccountState;
  isRemembered: boolean;
}

const hint = (code: Hint['code'] | null): Hint | null => (code === null ? null : { code, values: [] });

/** A saved row whose account has any other status than signed in. */
const SAVED: Partial<Record<Status, { group: RowGroup; next: NextStep; hint: Hint['code'] | null }>> = {
  renewing: { group: 'signedIn', next: null, hint: 'renewing' },
  paused: { group: 'signedIn', next: 'resume', hint: 'paused' },
  locked: { group: 'refuses', next: 'unlock', hint: 'locked' },
  notChecked: { group: 'notKnown', next: 'tryAgain', hint: 'remembered' },
  signingIn: { group: 'notKnown', next: null, hint: 'remembered' },
  unreachable: { group: 'refuses', next: 'tryAgain', hint: 'notAnswering' },
  certificateProblem: { group: 'refuses', next: 'tryAgain', hint: null },
  signedInWithoutAccess: { group: 'refuses', next: 'tryAgain', hint: null },
};

/** How a row stands that is saved for its site. */
export function savedCondition(
  row: Row,
  grant: Grant,
  { page, changed, state, isRemembered }: Behind,
): Condition {
  if (changed.has(grantText(grant))) {
    return { group: 'refuses', status: 'changed', next: 'confirm', hint: hint('changedAddress') };
  }
  const { status, why } = state;
  if (status === 'signedIn') {
    const more = kindsNeedingMore(row);
    if (more.length > 0) {
      const alsoUsedAs: Hint = { code: 'alsoUsedAs', values: [more.join(', ')] };
      return { group: 'signedIn', status, next: 'confirm', hint: alsoUsedAs };
    }
    const kept = hint(isRemembered ? 'remembered' : 'untilBrowserCloses');
    const stale = page.stale.includes(row.key);
    return {
      group: 'signedIn',
      status,
      next: null,
      hint: stale ? hint('reloadToSee') : (state.note ?? kept),
    };
  }
  const condition = SAVED[status];
  if (condition) {
    // What a file brought waits, too, and may be kept for this session alone.
    const isKept = condition.hint !== 'remembered' || isRemembered;
    return { ...condition, status, hint: hint(why ?? (isKept ? condition.hint : 'untilBrowserCloses')) };
  }
  // Access that was taken away needs no typing where the sign-in is remembered.
  const next = why === 'permissionMissing' && isRemembered ? 'tryAgain' : 'signInAgain';
  return { group: 'refuses', status, next, hint: hint(why ?? 'signedOutByRestart') };
}

/** Kinds that the page uses a saved source as, and that need request methods which were not agreed to. */
function kindsNeedingMore({ source, seen }: Row): ServiceKind[] {
  if (!source || !seen) return [];
  const agreed = requestMethods(source.kinds).length;
  return seen.kinds.filter((kind) => requestMethods([...source.kinds, kind]).length > agreed);
}

/** How a row stands that was only seen on the page. */
export function seenCondition(row: Row, saved: Saved, existing: ExistingSignIn[]): Condition {
  const seen = row.seen;
  const group: RowGroup =
    seen?.state === 'refuses' ? 'refuses' : seen?.state === 'open' ? 'open' : 'notKnown';
  const status: Status = group === 'refuses' ? 'signIn' : group === 'open' ? 'open' : 'notChecked';
  if (isForBrowserOnly(schemesOf(row))) {
    return { group: 'refuses', status: 'signIn', next: null, hint: hint('windowsSignIn') };
  }
  const elsewhere = saved.grants.find(({ sourceId }) => sourceId === row.source?.id);
  if (elsewhere && existing.some(({ ready }) => ready)) {
    const savedForOtherSite: Hint = { code: 'savedForOtherSite', values: [hostOf(elsewhere.site)] };
    return { group, status, next: 'useHere', hint: savedForOtherSite };
  }
  // An open service may still hide layers, or answer blank pictures, to those who are not signed in.
  const next: NextStep = group === 'notKnown' ? 'check' : 'signIn';
  return { group, status, next, hint: seenHint(row) };
}

function seenHint(row: Row): Hint | null {
  const { seen } = row;
  if (seen?.state === 'open') return hint('openOnThisNetwork');
  if (seen?.state !== 'refuses') return null;
  if (schemesOf(row).includes('basic')) return hint('asksPassword');
  return hint(seen.keyNames.length > 0 ? 'asksKey' : 'refusesAccess');
}

/** The schemes of the challenges that were seen, lower case. */
export function schemesOf({ seen }: Row): string[] {
  return (seen?.challenges ?? []).flatMap(readChallenges);
}

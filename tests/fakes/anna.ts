import type { SignedRequest } from '../../lib/rules/request.ts';
import type { ProbeAnswer } from '../../lib/services/verdict.ts';
import type { Row } from '../../lib/sign-in/rows.ts';
import { service } from './service.ts';
import { basicOf, injectedValues, seenRow, signInWorld } from './sign-in-world.ts';

export const SECOND = 'https://geo.example.com/second/ows';
export const OTHER_SITE = 'https://other.example';
export const PASSWORD = 'Str0ng-🗺';
const people = new Map([
  [basicOf('anna', PASSWORD), 'anna'],
  [basicOf('anna', 'n3w'), 'anna'],
  [basicOf('ben', 'b3n'), 'ben'],
]);
/** 401 for everybody but Anna and Ben. */
export const byPerson = ({ headers }: SignedRequest): Partial<ProbeAnswer> =>
  people.has(headers.authorization ?? '') ? {} : { status: 401, challenge: 'Basic realm="geo"' };

/** The form as Anna fills it in. */
export const draft = (username = 'anna', password = PASSWORD) => ({
  method: 'basic',
  fields: { username, password },
  acceptPlainHttp: false,
  remember: false,
});
/** The user has not cancelled. */
export const yes = () => true;

/** One service that knows Anna and Ben, nobody signed in. */
export async function world(reply = byPerson) {
  const { ask, asked } = service(reply);
  const made = await signInWorld(ask);
  const signIn = (row: Row, typed = draft(), replaces: string | null = null) =>
    made.signIns.signIn(row, typed, ['key'], replaces, yes);
  /** The row as it stands once its source is saved. */
  const rowNow = async (row: Row): Promise<Row> => {
    const { sources } = await made.store.read();
    return { ...row, source: sources.find(({ urls }) => urls.includes(row.seen?.base ?? '')) ?? null };
  };
  const injected = () => injectedValues(made.browserRules.rules);
  return { ...made, asked, signIn, rowNow, injected };
}

/** Signed in as Anna at one service on one site. */
export async function signedIn() {
  const made = await world();
  await made.signIn(seenRow());
  const { accounts, sources } = await made.store.read();
  made.log.length = 0;
  return { ...made, accountId: accounts[0]?.id ?? '', sourceId: sources[0]?.id ?? '' };
}

import type { Observation } from '../../lib/guard/observed.ts';
import type { SignedRequest } from '../../lib/rules/request.ts';
import type { ProbeAnswer } from '../../lib/services/verdict.ts';
import { byPerson, world } from './anna.ts';
import { settled, slowArea } from './interruptions.ts';
import { PREFIX, SITE } from './records.ts';
import { basicOf, seenRow } from './sign-in-world.ts';

export const S = 1000;
export const MIN = 60 * S;
export const HOUR = 60 * MIN;
export const TILE = `${PREFIX}?SERVICE=WMS&REQUEST=GetMap&LAYERS=roads`;
export const ANNA = basicOf('anna', 'Str0ng-🗺');

export const refused = (why: 'signIn' | 'access' | 'proxy' = 'signIn', status = 401): Observation => ({
  what: 'refusal',
  why,
  status,
  challenges: [],
});
type Reply = (request: SignedRequest) => Partial<ProbeAnswer>;
export const REFUSES: Reply = () => ({ status: 401, challenge: 'Basic realm="geo"' });
export const SILENT: Reply = () => ({ kind: 'failed', status: 0 });

/** Anna is signed in; what the service says may change. `told`: for which accounts something looks different. */
export async function annaIn() {
  let reply: Reply = byPerson;
  const made = await world((request) => reply(request));
  await made.signIn(seenRow());
  const { accounts, sources } = await made.store.read();
  const annaId = accounts[0]?.id ?? '';
  const sourceId = sources[0]?.id ?? '';
  await settled();
  made.log.length = 0;
  made.asked.length = 0;
  made.guardAlarms.length = 0;
  const of = (url: string) => made.signing.of({ url, site: SITE, method: 'get', type: 'image', top: SITE });
  return {
    ...made,
    ...{ annaId, sourceId, of },
    /** From now on the service answers so. */
    says: (now: Reply) => {
      reply = now;
    },
    /** A request of the page is answered, as the browser tells of it; nothing where no rule signs it. */
    answers: (observation: Observation, url = TILE) => {
      const signature = of(url);
      if (signature) made.guards.answered(signature, url, observation);
      return signature;
    },
    status: () => {
      const state = made.session.get('account', annaId);
      return [state?.status, state?.why];
    },
    mode: () => made.session.get('guard', annaId)?.mode.is,
  };
}

/** The service does not answer until it is let go. */
export function heldBack(made: Awaited<ReturnType<typeof annaIn>>, then: Reply) {
  const areas = slowArea(made.memory, 'set', `check:`);
  made.says(then);
  return areas;
}

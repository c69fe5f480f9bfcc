import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { signedRequest } from '../../lib/rules/request.ts';
import { settled } from '../fakes/interruptions.ts';
import { noticingWorld } from '../fakes/noticing-world.ts';
import { SITE } from '../fakes/records.ts';
import { seenRow } from '../fakes/sign-in-world.ts';

vi.mock('../../lib/platform/stop-loading.ts', () => ({ stopLoading: async () => undefined }));
vi.mock('../../lib/platform/worker.ts', () => ({
  originOfTab: async () => 'https://maps.example.org',
  tabsOfOrigin: async () => [1],
}));

const KEY = 'Pl4nted-K3y-x7q';
const BASE = 'https://geo.example.com/services/ows';

/** Ways in which a key gets into an address by a rule of ours, with names that nobody knows. */
const METHODS = [
  { method: 'key', fields: { key: KEY, parameter: 'gebied' } },
  { method: 'pathKey', fields: { key: KEY, pathText: ';zz=' } },
  { method: 'pathKey', fields: { key: KEY, pathText: '/' } },
];

/** Everything that the session keeps of what was noticed, as text. */
const FAMILIES = ['noted', 'check', 'guard', 'events', 'certificate', 'strict', 'page'];
type World = Awaited<ReturnType<typeof noticingWorld>>;
const keptBy = ({ session, memory, eventLog }: World): string =>
  JSON.stringify([
    FAMILIES.map((family) => [...session.all(family as 'noted')]),
    [...memory.items].filter(([key]) => FAMILIES.some((family) => key.startsWith(`${family}:`))),
    eventLog.all(),
  ]);

async function signedInBy({ method, fields }: (typeof METHODS)[number]) {
  const made = await noticingWorld(({ url }) => (url.includes(KEY) ? {} : { status: 401 }));
  const typed = { method, fields, acceptPlainHttp: false, remember: false };
  await made.signIns.signIn(seenRow({ base: BASE }), typed, [], null, () => true);
  const [first] = (await made.installed.placed()).placements;
  if (!first) throw new Error('nobody is signed in');
  /** Where the rule sends it. */
  const redirected = (url: string) => signedRequest(url, BASE, first.injection).url;
  return { ...made, redirected };
}

test.each(METHODS)(
  '$method $fields.pathText: what our rule puts into the address is nowhere told',
  async (how) => {
    const made = await signedInBy(how);
    const { tell, redirected } = made;
    const type = 'xmlhttprequest';
    for (const status of [401, 403, 404, 429, 503, 200]) {
      // A rule that is just going still redirects: by then it is not taken for ours any more.
      if (status === 503) made.signing.leave([]);
      const url = `${BASE}?SERVICE=WMS&REQUEST=GetMap&LAYERS=l${status}`;
      const to = redirected(url);
      // The control: there it is.
      expect(to).toContain(KEY);
      tell(
        { on: 'starts', url, type },
        { on: 'redirects', to, url, type },
        { on: 'starts', url: to, type },
        {
          on: 'answers',
          status,
          url: to,
          type,
          headers: { location: `/login?back=${encodeURIComponent(to)}` },
        },
        { on: 'fails', error: 'net::ERR_FAILED', url: to, type },
      );
      tell(
        { on: 'starts', url, type },
        { on: 'redirects', to, url, type },
        { on: 'starts', url: to, type },
        { on: 'fails', error: 'net::ERR_CONNECTION_REFUSED', url: to, type },
      );
      await settled();
    }
    await vi.waitFor(() => expect(made.notes().length).toBeGreaterThan(3), 5000);
    await settled();
    expect(made.notes().some(({ signed }) => signed)).toBe(true);
    expect(made.session.all('guard').size).toBe(1);
    expect(keptBy(made)).not.toContain(KEY);
    // What is held to sign in is kept elsewhere, and the test can see it.
    expect(JSON.stringify([...made.memory.items])).toContain(KEY);
  },
);

test('whatever addresses hold: no credential in anything that is noted', async () => {
  const made = await noticingWorld();
  await made.signInAnna();
  const place = fc.constantFrom(
    { hidden: 'user', write: (host: string, rest: string) => `https://anna:${KEY}@${host}/ows${rest}` },
    { hidden: 'query', write: (host: string, rest: string) => `https://${host}/ows${rest}&api_key=${KEY}` },
    {
      hidden: 'upper',
      write: (host: string, rest: string) => `https://${host}/ows${rest}&ACCESS-TOKEN=${KEY}`,
    },
    { hidden: 'matrix', write: (host: string, rest: string) => `https://${host}/s;key=${KEY}/ows${rest}` },
    { hidden: 'hash', write: (host: string, rest: string) => `https://${host}/ows${rest}#${KEY}` },
    {
      hidden: 'signature',
      write: (host: string, rest: string) => `https://${host}/ows${rest}&X-Amz-Signature=${KEY}`,
    },
  );
  const url = fc
    .record({
      place,
      host: fc.constantFrom('geo.example.com', 'b.example:8443', 'xn--mnchen-3ya.example'),
      layer: fc.webSegment(),
    })
    .map(({ place: { write }, host, layer }) => write(host, `?SERVICE=WMS&REQUEST=GetMap&LAYERS=${layer}`));
  const event = fc.oneof(
    fc.record({
      on: fc.constant('answers' as const),
      url,
      status: fc.constantFrom(200, 302, 304, 400, 401, 403, 404, 407, 429, 499, 500),
      headers: fc.record({ location: url, 'www-authenticate': fc.constantFrom('Basic realm="x"', '') }),
      ...{
        type: fc.constantFrom('image', 'xmlhttprequest', 'sub_frame'),
        method: fc.constantFrom('get', 'options'),
      },
      ...{ site: fc.constantFrom(SITE, 'https://other.example'), tabId: fc.constantFrom(1, 2, -1) },
    }),
    fc.record({ on: fc.constant('redirects' as const), url, to: url, status: fc.constantFrom(0, 200, 307) }),
    fc.record({
      on: fc.constant('fails' as const),
      url,
      error: fc.constantFrom(
        'net::ERR_CERT_DATE_INVALID',
        'net::ERR_TIMED_OUT',
        'net::ERR_FAILED',
        'NS_ERROR_ABORT',
      ),
    }),
  );
  let planted = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
      for (const each of events) {
        if (JSON.stringify(each).includes(KEY)) planted += 1;
        const id = made.tell({ on: 'starts', url: each.url });
        made.tell({ ...each, id });
      }
    }),
    { numRuns: 100 },
  );
  expect(planted).toBeGreaterThan(100);
  await vi.waitFor(() => expect(made.notes().length).toBeGreaterThan(20), 5000);
  await settled();
  const kept = keptBy(made);
  expect(kept).toContain('geo.example.com');
  expect(kept).not.toContain(KEY);
  expect(made.notes().length).toBeLessThanOrEqual(60);
});

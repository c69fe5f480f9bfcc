import { describe, expect, test } from 'vitest';
import type { Injection } from '../../../lib/rules/injection.ts';
import type { AccountPlacement } from '../../../lib/sign-in/placements.ts';
import { createSigning } from '../../../lib/sign-in/signing.ts';
import type { Destination, Saved } from '../../../lib/sources/model.ts';
import { destination, grant, NOTHING, PREFIX, SITE, saved, source } from '../../fakes/records.ts';

const HEADER: Injection = { kind: 'headers', headers: [{ name: 'authorization', value: 'Basic x' }] };
const KEY: Injection = { kind: 'query', parameters: [{ name: 'key', value: 'x' }] };

const placed = (
  more: Partial<Destination> = {},
  accountId = 'accoun1',
  injection: Injection = HEADER,
): AccountPlacement => ({ accountId, destination: destination(more), injection });

/** What is signed by these, in Chromium unless said. */
function signing(placements: AccountPlacement[], options = { topDomains: true }, records: Saved = NOTHING) {
  const made = createSigning(options);
  made.enter(placements, new Map([['accoun1', 7]]), records);
  const of = (more: Partial<Parameters<typeof made.of>[0]> = {}) =>
    made.of({ url: `${PREFIX}?x`, site: SITE, method: 'get', type: 'image', top: SITE, ...more });
  return { ...made, of, who: (more: Parameters<typeof of>[0] = {}) => of(more)?.accountId ?? null };
}

describe('the twin of the rules', () => {
  test('whose, for what, where and since when', () => {
    expect(signing([placed()]).of()).toEqual({
      ...{ accountId: 'accoun1', sourceId: 'source1', site: SITE, round: 7 },
    });
    expect(signing([placed({}, 'other01')]).of()?.round).toBe(1);
  });

  test.each([
    ['another site', { site: 'https://other.example' }],
    ['a site below it', { site: 'https://sub.maps.example.org' }],
    ['a site of another scheme', { site: 'http://maps.example.org' }],
    ['nobody', { site: undefined }],
    ['another method', { method: 'post' }],
    ['another host', { url: 'https://geo2.example.com/geoserver/ows' }],
    ['another port', { url: 'https://geo.example.com:8443/geoserver/ows' }],
    ['no encryption', { url: 'http://geo.example.com/geoserver/ows' }],
    ['a path beside it', { url: `${PREFIX}~old` }],
    ['a disguised path', { url: `${PREFIX}/..%2fmanager` }],
    ['an address that is signed by itself', { url: `${PREFIX}?a=b&X-Amz-Signature=1` }],
    ['the same, in other letters', { url: `${PREFIX}?SIG=1` }],
    ['no address', { url: 'blob' }],
    ['a frame', { type: 'sub_frame' }],
    ['a link', { type: 'main_frame' }],
    ['a page on top that was not agreed to', { top: 'https://evil.example' }],
    ['a page on top that is not known', { top: null }],
  ])('not for %s', (_, more) => {
    expect(signing([placed()]).who(more)).toBeNull();
  });

  test('where prefixes nest, the longest one signs', () => {
    const both = signing([placed(), placed({ prefix: `${PREFIX}/deep`, sourceId: 'source2' }, 'accoun2')]);
    expect(both.who({ url: `${PREFIX}/deep/1` })).toBe('accoun2');
    expect(both.who({ url: `${PREFIX}/deeper` })).toBe('accoun1');
  });

  test('frames and links where the source says so; never for a key in the address', () => {
    const frames = signing([placed({ frames: true })]);
    expect([frames.who({ type: 'sub_frame' }), frames.who({ type: 'main_frame', top: null })]).toEqual([
      'accoun1',
      'accoun1',
    ]);
    expect(signing([placed({ frames: true }, 'accoun1', KEY)]).who({ type: 'sub_frame' })).toBeNull();
    // The longer prefix keeps the shorter one's rule out of frames, too.
    const nested = [placed({ frames: true }), placed({ prefix: `${PREFIX}/deep`, frames: false }, 'accoun2')];
    expect(signing(nested).who({ type: 'sub_frame', url: `${PREFIX}/deep` })).toBeNull();
  });

  test('the page on top: those agreed to and what lies below them; in Firefox any', () => {
    const top = 'https://portal.example';
    const framed = signing([placed({ topSites: [top] })]);
    expect(framed.who({ top })).toBe('accoun1');
    expect(framed.who({ top: 'https://www.portal.example' })).toBe('accoun1');
    expect(framed.who({ top: 'https://notportal.example' })).toBeNull();
    // Rather once too often taken for signed than not at all.
    expect(framed.who({ top: null })).toBe('accoun1');
    expect(signing([placed()], { topDomains: false }).who({ top: 'https://evil.example' })).toBe('accoun1');
  });
});

describe('while rules change', () => {
  test('leave: what goes is not taken for signed any more, what stays is', () => {
    const other = placed({ prefix: 'https://b.example/ows' }, 'accoun2');
    const made = signing([placed(), other]);
    made.leave([other]);
    expect(made.who()).toBeNull();
    expect(made.who({ url: 'https://b.example/ows' })).toBe('accoun2');
    made.enter([placed(), other], new Map([['accoun1', 8]]), NOTHING);
    expect(made.of()?.round).toBe(8);
  });

  test('leave adds nothing', () => {
    const made = signing([]);
    made.leave([placed()]);
    expect(made.who()).toBeNull();
  });

  test('what stays is of the old round until the rules are there', () => {
    const made = signing([placed()]);
    made.leave([placed()]);
    expect(made.of()?.round).toBe(7);
  });
});

describe('what is known to need a sign-in', () => {
  test('saved for this site, signed in or not', () => {
    const { isKnown } = signing([], { topDomains: true }, saved());
    expect(isKnown(`${PREFIX}/a?b`, SITE)).toBe(true);
    for (const [url, site] of [
      [`${PREFIX}~`, SITE],
      [PREFIX, 'https://other.example'],
      [PREFIX, undefined],
      ['nonsense', SITE],
    ] as const)
      expect(isKnown(url, site)).toBe(false);
  });

  test('records that no rule is made of do no harm', () => {
    const bad = saved({ sources: [source({ urls: ['https://[', PREFIX] })] });
    expect(signing([], { topDomains: true }, bad).isKnown(PREFIX, SITE)).toBe(true);
  });

  test('thousands of sources: a storm of refusals does not look through them all', () => {
    const many = Array.from({ length: 5000 }, (_, n) => n);
    const reads = { count: 0 };
    const records = saved({
      sources: many.map((n) => ({
        ...source({ id: `s${n}` }),
        get urls() {
          reads.count += 1;
          return [`https://h${n}.example/ows`];
        },
      })),
      grants: many.map((n) => grant({ sourceId: `s${n}` })),
    });
    const { isKnown } = signing([], { topDomains: true }, records);
    for (let n = 0; n < 1000; n++) isKnown(`https://h7.example/ows?${n}`, SITE);
    expect(reads.count).toBe(5000);
  });
});

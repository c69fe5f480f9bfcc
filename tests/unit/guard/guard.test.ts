import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../lib/guard/observed.ts';
import { placeOf } from '../../../lib/guard/place.ts';
import { ANSWER_LIMIT, active, asked, MIN, ROADS, refusal, S, SEWERS, START, tile } from './run.ts';

describe('the first refusal', () => {
  test('pauses at once and asks once', () => {
    const run = active().after(3 * S);
    expect(run.answer(ROADS, refusal())).toEqual(['pauseInjection', 'renewOrProbe', ANSWER_LIMIT]);
    expect(run.is).toBe('paused, waits for answer');
    expect(run.state.since).toBe(START + 3 * S);
  });

  test('several in flight: one pause', () => {
    const run = asked();
    for (let row = 0; row < 60; row++) expect(run.answer(tile('sewers', row), refusal())).toEqual([]);
    expect(run.state.asks).toBe(1);
  });

  test('whose round nobody knows counts as one of now', () => {
    expect(active().answer(ROADS, refusal(), null)).toContain('pauseInjection');
  });

  test.each<[string, Observation]>([
    ['a fault', { what: 'fault', until: null }],
    ['a certificate', { what: 'certificate' }],
    ['an answer', { what: 'fine' }],
    ['nothing', { what: 'nothing' }],
    ['a proxy', refusal('proxy', 407)],
  ])('%s never counts', (_, observation) => {
    const run = active();
    const before = run.state;
    for (let each = 0; each < 100; each++) expect(run.after(S).answer(ROADS, observation)).toEqual([]);
    expect(run.state).toEqual(before);
  });
});

describe('what the renewal or probe found', () => {
  test('fine: resumed, and what refused is known to refuse regardless', () => {
    const run = asked(SEWERS, refusal('access', 403));
    expect(run.outcome('fine')).toEqual(['resume', 'remember access https://geo.example.com/tiles/sewers/*']);
    expect(run.is).toBe('active');
    for (let row = 0; row < 60; row++)
      expect(run.answer(tile('sewers', row), refusal('access', 403))).toEqual([]);
    expect(run.is).toBe('active');
    // Another layer, or the same one that now wants a sign-in, is news.
    expect(run.answer(SEWERS, refusal('signIn', 401))).toContain('pauseInjection');
  });

  test('fine: all that refused while it was found out is remembered', () => {
    const run = asked(SEWERS, refusal('access', 403));
    run.answer(ROADS, refusal('access', 403));
    expect(run.outcome('fine')).toHaveLength(3);
    // So is what came still later, asked before.
    expect(run.answer(tile('gas', 1), refusal('access', 403), 1)).toEqual([
      'remember access https://geo.example.com/tiles/gas/*',
    ]);
    for (const layer of ['sewers', 'roads', 'gas'])
      expect(run.answer(tile(layer, 7), refusal('access', 403))).toEqual([]);
  });

  test('refused: not accepted, and nothing more until the user signs in', () => {
    const run = asked();
    expect(run.outcome('refused')).toEqual(['markNotAccepted refused']);
    expect(run.answer(ROADS, refusal())).toEqual([]);
    for (const type of ['time', 'started', 'online', 'tryAgain', 'renewed'] as const)
      expect(run.after(60 * MIN).hear(type)).toEqual([]);
    expect(run.is).toBe('notAccepted');
    run.hear('signInChanged');
    expect(run.is).toBe('active');
  });

  test('refused after it was fine: late answers of the good time say nothing any more', () => {
    const run = asked();
    run.outcome('fine');
    run.answer(SEWERS, refusal());
    run.after(30 * S).hear('time');
    run.outcome('refused');
    expect(run.answer(tile('gas', 1), refusal(), run.state.round - 1)).toEqual([]);
  });

  test('ended: the renewal has said so itself', () => {
    const run = asked();
    expect(run.outcome('ended')).toEqual([]);
    expect(run.is).toBe('notAccepted');
  });

  test('no access: resumed once; where nothing is fine after that, it ends', () => {
    const run = asked(SEWERS, refusal('access', 403));
    expect(run.outcome('noAccess')[0]).toBe('resume');
    run.answer(ROADS, refusal('access', 403));
    run.after(30 * S).hear('time');
    expect(run.outcome('noAccess')).toEqual(['markNotAccepted noAccess']);
  });

  test('no access at two places, with something accessible in between', () => {
    const run = asked(SEWERS, refusal('access', 403));
    run.outcome('noAccess');
    run.answer(ROADS, { what: 'fine' });
    // The sign-in was proven a moment ago: the other layers go on without a pause.
    const gas = tile('gas', 1);
    expect(run.answer(gas, refusal('access', 403))).toEqual([`remember access ${placeOf(gas)}`]);
    expect(run.is).toBe('active');
    // Later it is asked again, at once: nothing flapped.
    run.answer(ROADS, { what: 'fine' });
    expect(run.after(11 * MIN).answer(tile('wells', 1), refusal('access', 403))).toContain('renewOrProbe');
  });

  test('a password that is refused soon after a layer was: asked at once', () => {
    const run = asked(SEWERS, refusal('access', 403));
    run.outcome('noAccess');
    run.answer(ROADS, { what: 'fine' });
    expect(run.after(5 * S).answer(ROADS, refusal())).toContain('renewOrProbe');
  });

  test('renewed: resumed; refused all the same, it is probed at once and not renewed again', () => {
    const run = asked();
    expect(run.outcome('renewed')).toEqual(['resume']);
    expect(run.after(S).answer(ROADS, refusal())).toEqual(['pauseInjection', 'probe', ANSWER_LIMIT]);
    expect(run.outcome('fine')[0]).toBe('resume');
  });

  test('renewed long ago: renewed again', () => {
    const run = asked();
    run.outcome('renewed');
    expect(run.after(55 * MIN).answer(ROADS, refusal())).toContain('renewOrProbe');
  });

  test('of another question, or twice: ignored', () => {
    const run = asked();
    expect(run.outcome('refused', 0)).toEqual([]);
    expect(run.outcome('refused', 2)).toEqual([]);
    run.outcome('fine');
    expect(run.outcome('refused', 1)).toEqual([]);
    expect(run.answer(tile('gas', 1), refusal())[0]).toBe('pauseInjection');
    expect(run.is).toBe('damped, waits for steadiness');
    expect(run.outcome('refused', 1)).toEqual([]);
    expect(run.is).toBe('damped, waits for steadiness');
  });
});

describe('what refuses regardless', () => {
  test.each(['signIn', 'loginPage', 'html'] as const)(
    '%s: let pass while something is fine, else looked at again',
    (why) => {
      const run = asked(SEWERS, refusal(why));
      run.outcome('fine');
      for (let row = 0; row < 20; row++) {
        expect(run.answer(tile('sewers', row), refusal(why))).toEqual([]);
        expect(run.answer(tile('roads', row), { what: 'fine' })).toEqual([]);
      }
      expect(run.answer(SEWERS, refusal(why))).toEqual([]);
      expect(run.answer(SEWERS, refusal(why))).toEqual([]);
      expect(run.after(11 * MIN).answer(SEWERS, refusal(why))).toEqual([
        'pauseInjection',
        'renewOrProbe',
        ANSWER_LIMIT,
      ]);
    },
  );

  test('is forgotten with a new sign-in, and bounded', () => {
    const run = asked();
    for (let each = 0; each < 500; each++) {
      run.answer(tile(`a${each}`, 1), refusal('access', 403));
      if (each % 5 === 4) run.outcome('fine');
      run.after(20 * MIN).hear('time');
    }
    expect(run.state.regardless.length).toBe(50);
    run.hear('signInChanged');
    expect(run.state.regardless).toEqual([]);
  });
});

describe('late answers', () => {
  test.each(['signInChanged', 'renewed'] as const)('of before %s: ignored', (type) => {
    const run = active();
    run.hear(type);
    expect(run.answer(ROADS, refusal(), 1)).toEqual([]);
    expect(run.is).toBe('active');
    expect(run.answer(ROADS, refusal(), 2)).toContain('pauseInjection');
  });

  test('a word about the old password is none about the new one', () => {
    const run = asked();
    run.hear('signInChanged');
    expect(run.outcome('refused')).toEqual([]);
    expect(run.is).toBe('active');
  });
});

test.each([
  [tile('roads', 1), 'https://geo.example.com/tiles/roads/*'],
  ['https://g.example/wmts/roads/EPSG3857/5/10/12@2x.png?key=abc', 'https://g.example/wmts/roads/EPSG3857/*'],
  [
    'https://g.example/ows?BBOX=1,2,3,4&LAYERS=a,b&REQUEST=GetMap&token=abc',
    'https://g.example/ows?layers=a,b&request=GetMap',
  ],
  [
    'https://g.example/rest/services/a/MapServer/3/query?f=json',
    'https://g.example/rest/services/a/MapServer/3/query',
  ],
  ['https://g.example/api/collections/roads/items?limit=5', 'https://g.example/api/collections/roads/items'],
  [
    'https://u:p@g.example/services;key=abcdefgh/wfs?typeNames=a',
    'https://g.example/services/wfs?typenames=a',
  ],
  [`https://g.example/${'a'.repeat(5000)}`, `https://g.example/${'a'.repeat(382)}~5018`],
  ['no url', ''],
])('the place of %s', (url, place) => {
  expect(placeOf(url)).toBe(place);
});

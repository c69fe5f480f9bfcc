import { describe, expect, test } from 'vitest';
import { hostOf } from '../../../lib/addresses.ts';
import { byPerson } from '../../fakes/anna.ts';
import { ANNA, annaIn, refused, S, SILENT } from '../../fakes/guarded.ts';
import { settled } from '../../fakes/interruptions.ts';
import { PREFIX } from '../../fakes/records.ts';

describe('the browser trusts a host again', () => {
  test('what the guard could not find out there is asked at once, not after its growing waits', async () => {
    const made = await annaIn();
    made.says(SILENT);
    made.answers(refused());
    await settled();
    expect(made.asked).toHaveLength(1);
    expect(made.injected()).toEqual([]);
    made.says(byPerson);
    made.clock.now += 10 * S;
    await made.recheck.trusted('elsewhere.example');
    await settled();
    expect(made.asked).toHaveLength(1);
    await made.recheck.trusted(hostOf(PREFIX));
    await settled();
    expect(made.asked).toHaveLength(2);
    expect(made.injected()).toEqual([ANNA]);
    expect(made.status()).toEqual(['signedIn', null]);
  });
});

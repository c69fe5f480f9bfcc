import { expect, test } from 'vitest';
import type { ProbeAnswer, Verdict } from '../../../lib/services/verdict.ts';
import { createChecks, moreToAsk } from '../../../lib/sign-in/checks.ts';
import { openSession } from '../../../lib/sign-in/session.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { PREFIX } from '../../fakes/records.ts';
import { service } from '../../fakes/service.ts';

const FINE: Verdict = { accepted: true };
const REFUSED: Verdict = {
  accepted: false,
  failure: { code: 'passwordRefused', values: ['geo.example.com'] },
  refusal: true,
  stop: false,
};

async function checks() {
  const session = await openSession(memoryArea());
  let now = 0;
  const answer = (more: Partial<ProbeAnswer> = {}) => service(() => more).ask({ url: PREFIX, headers: {} });
  return { ...createChecks({ session, now: () => ++now }), session, answer };
}
const layers = (count: number) =>
  `<WMS_Capabilities><Capability>${Array.from({ length: count }, (_, n) => `<Layer><Name>ws:layer_${n}</Name></Layer>`).join('')}</Capability></WMS_Capabilities>`;

test('what was answered, with and without the sign-in', async () => {
  const { keep, session, answer } = await checks();
  await keep(
    'a',
    { answer: await answer(), verdict: FINE, capabilities: await answer({ body: layers(3) }) },
    { answer: await answer({ status: 401 }), verdict: REFUSED },
  );
  expect(session.get('check', 'a')).toEqual({
    at: 1,
    with: { verdict: FINE, layers: ['ws:layer_0', 'ws:layer_1', 'ws:layer_2'], exceptionCodes: [] },
    without: { verdict: REFUSED, layers: null, exceptionCodes: [] },
  });
});

test('403: the sign-in is good, and is not enough', async () => {
  const { keep, session, answer } = await checks();
  await keep('a', { answer: await answer({ status: 403 }), verdict: REFUSED });
  expect(session.get('check', 'a')?.with?.verdict).toMatchObject({ failure: { code: 'accessRefused' } });
});

test("a service's own error report", async () => {
  const { keep, session, answer } = await checks();
  const body =
    '<ServiceExceptionReport><ServiceException code="LayerNotDefined">x</ServiceException></ServiceExceptionReport>';
  await keep('a', { answer: await answer({ body, contentType: 'text/xml' }), verdict: REFUSED });
  expect(session.get('check', 'a')?.with?.exceptionCodes).toEqual(['LayerNotDefined']);
});

test('a list of layers without end is not kept, and nothing is claimed of it', async () => {
  const { keep, session, answer } = await checks();
  await keep('big', { answer: await answer({ body: layers(3000) }), verdict: FINE });
  expect(session.get('check', 'big')?.with?.layers).toHaveLength(3000);
  await keep('huge', { answer: await answer({ body: layers(30_000) }), verdict: FINE });
  expect(session.get('check', 'huge')?.with?.layers).toBeNull();
});

test('the newest twenty are kept', async () => {
  const { keep, session } = await checks();
  for (let n = 0; n < 50; n++) await keep(`row${n % 30}`, null, null);
  expect(session.all('check').size).toBe(20);
  expect(session.get('check', 'row19')).toBeDefined();
  expect(session.get('check', 'row20')).toBeUndefined();
});

test('capabilities are asked for where they were not what was asked, and somebody answers', async () => {
  const { answer } = await checks();
  const wms = { kinds: ['WMS' as const], prefix: PREFIX };
  const asked = { answer: await answer(), verdict: FINE };
  expect(moreToAsk(wms, asked)).toContain('GetCapabilities');
  expect(moreToAsk(wms, { ...asked, verdict: REFUSED })).toBeNull();
  expect(moreToAsk({ ...wms, kinds: ['XYZ'] }, asked)).toBeNull();
  const itself = { ...asked.answer, url: `${PREFIX}?service=WMS&request=GetCapabilities` };
  expect(moreToAsk(wms, { ...asked, answer: itself })).toBeNull();
});

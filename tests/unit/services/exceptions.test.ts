import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exceptionCodes } from '../../../lib/services/exceptions.ts';
import { REFUSING_STATUSES } from '../../../lib/services/refusals.ts';

test.each([
  [
    'WMS 1.1',
    '<ServiceExceptionReport><ServiceException code="LayerNotDefined">no</ServiceException>',
    ['LayerNotDefined'],
  ],
  ['WMS 1.3', "<ogc:ServiceException code='StyleNotDefined'/>", ['StyleNotDefined']],
  [
    'OWS',
    '<ows:ExceptionReport><ows:Exception exceptionCode="NoApplicableCode" locator="x"/>',
    ['NoApplicableCode'],
  ],
  [
    'each once',
    '<Exception exceptionCode="A"/><Exception exceptionCode="A"/><Exception exceptionCode="B"/>',
    ['A', 'B'],
  ],
  ['without a code', '<ServiceException>no</ServiceException>', []],
  ['an empty one', '<ServiceException code=""/>', []],
  ['a page', '<html><body code="x">Exception</body></html>', []],
  ['no text', '', []],
])('%s', (_, report, codes) => {
  expect(exceptionCodes(report)).toEqual(codes);
});

test('five at the most, and none that no service wrote', () => {
  const many = Array.from({ length: 9 }, (_, n) => `<Exception exceptionCode="C${n}"/>`).join('');
  expect(exceptionCodes(many)).toEqual(['C0', 'C1', 'C2', 'C3', 'C4']);
  expect(exceptionCodes(`<Exception exceptionCode="${'x'.repeat(61)}"/>`)).toEqual([]);
});

test('whatever is answered: short, bounded, never an error', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('<Exception ', 'exceptionCode="', '"/>', '<ServiceException code=', '>'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const codes = exceptionCodes(pieces.join(''));
      expect(codes.length).toBeLessThanOrEqual(5);
      for (const code of codes) expect(code.length).toBeLessThanOrEqual(60);
    }),
  );
});

test("a proxy's own refusal is none of a service", () => {
  expect(REFUSING_STATUSES).toContain(401);
  for (const status of [200, 304, 404, 407, 429, 452, 500, 511])
    expect(REFUSING_STATUSES).not.toContain(status);
});

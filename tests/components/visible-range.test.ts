import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_HEIGHT, visibleRange } from '../../components/sources/visible-range.ts';

test('whatever is in sight is drawn, and little else', () => {
  const cases = fc.property(fc.nat(5000), fc.nat(300_000), fc.nat(3000), (count, top, height) => {
    const { from, to } = visibleRange(count, top, height);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(from).toBeLessThanOrEqual(to);
    expect(to).toBeLessThanOrEqual(count);
    // As far as there is anything to see: a list that became shorter is scrolled back by the browser.
    const end = count * LINE_HEIGHT;
    if (top < end) {
      expect(from * LINE_HEIGHT).toBeLessThanOrEqual(top);
      expect(to * LINE_HEIGHT).toBeGreaterThanOrEqual(Math.min(end, top + height));
    }
    expect(to - from).toBeLessThanOrEqual((height || 800) / LINE_HEIGHT + 30);
  });
  fc.assert(cases);
});

test('before anything is measured, a window full', () => {
  expect(visibleRange(1000, 0, 0)).toEqual({ from: 0, to: 32 });
  expect(visibleRange(3, 0, 0)).toEqual({ from: 0, to: 3 });
});

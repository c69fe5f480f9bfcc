/** The value below which `share` (0 to 1) of the numbers lie, interpolated. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/**
 * The range that holds the true median with 95 % confidence, by order statistics: it assumes nothing of the
 * distribution (Conover, Practical Nonparametric Statistics, section 3.2).
 */
export function medianRange(numbers: readonly number[]): [low: number, high: number] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = 0.98 * Math.sqrt(sorted.length);
  const pick = (at: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(at)))] ?? Number.NaN;
  return [pick(sorted.length / 2 - half), pick(sorted.length / 2 + half)];
}

/** Milliseconds as people read them. */
export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

/** `2.1 ms (1.9-2.6 ms)`: the median and what lies between a quarter and three quarters. */
export function msWithSpread(numbers: readonly number[]): string {
  return `${ms(median(numbers))} (${ms(quantile(numbers, 0.25))} to ${ms(quantile(numbers, 0.75))})`;
}

/** A ratio as a change, `+1.2 %`. */
export function change(ratio: number): string {
  const percent = (ratio - 1) * 100;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

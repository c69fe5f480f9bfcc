/**
 * Asks again and again until `probe` gives something other than `undefined`, `null` or `false`, and gives that.
 * Throws, naming `what`, when `timeout` ms are over; the last error of `probe` is the cause.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeout = 30_000,
): Promise<T> {
  const end = Date.now() + timeout;
  let cause: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${timeout} ms in vain for ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

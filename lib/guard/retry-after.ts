/** No wait that a service asks for is kept longer, in ms: a slip of its clock must not end a sign-in for weeks. */
export const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** The three forms of a date (RFC 9110, 5.6.7): IMF-fixdate, RFC 850's, and asctime's, which has no zone and means GMT. */
const DATED = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * When a service wants to be asked again (`Retry-After`, RFC 9110, 10.2.3: seconds or a date), in ms since the epoch.
 * @param date the answer's own `Date`: a date is then taken relative to it, as the clocks of two machines differ.
 * @returns never before `now` nor more than a day after it; null where it says nothing that can be read.
 */
export function retryTime(retryAfter: string, date: string, now: number): number | null {
  const text = retryAfter.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : waitUntil(text, date, now);
  return wait === null ? null : now + Math.min(LONGEST_WAIT_MS, Math.max(0, wait));
}

function waitUntil(text: string, date: string, now: number): number | null {
  const until = httpDate(text);
  return until === null ? null : until - (httpDate(date.trim()) ?? now);
}

function httpDate(text: string): number | null {
  const time = DATED.test(text)
    ? Date.parse(text)
    : ASCTIME.test(text)
      ? Date.parse(`${text} GMT`)
      : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

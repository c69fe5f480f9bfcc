import type { Session } from '../sign-in/session.ts';
import { type DiagnosticEvent, type EventCode, eventOf, withEvent } from './events.ts';

/** How long at least lies between two writes, in ms: a storm of events costs no more than one. */
const WRITE_EVERY_MS = 1000;

export interface EventLog {
  /**
   * Writes down that something happened. Never throws, waits for nothing.
   * @param host an address or a host; only its host is kept.
   * @param detail a status or an error's code; anything else is dropped.
   */
  note(code: EventCode, host?: string, detail?: string): void;
  /** The newest last. */
  all(): readonly DiagnosticEvent[];
}

interface Parts {
  session: Session;
  /** Ms since the epoch. */
  now: () => number;
}

/** The last events of this browser session: in memory, and in the session's memory for the next worker. */
export function createEventLog({ session, now }: Parts): EventLog {
  let events = session.get('events', '') ?? [];
  let isDue = false;

  const write = () => {
    isDue = false;
    // Without them the next worker only knows less.
    session.set('events', '', events).catch(() => undefined);
  };

  return {
    note: (code, host = '', detail = '') => {
      events = withEvent(events, eventOf(now(), code, host, detail));
      if (isDue) return;
      isDue = true;
      setTimeout(write, WRITE_EVERY_MS);
    },
    all: () => events,
  };
}

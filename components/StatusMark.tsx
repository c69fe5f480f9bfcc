import type { ComponentChildren } from 'preact';
import type { Status } from '../lib/sign-in/status.ts';
import { useT } from './translation.ts';

const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6 } as const;

const quarterRing = (
  <>
    <circle cx="6" cy="6" r="4" {...line} opacity="0.35" />
    <path d="M6 2a4 4 0 0 1 4 4" {...line} stroke-width="2" />
  </>
);

/** One shape for each status, so that the word never depends on colour. */
const SHAPES: Record<Status, ComponentChildren> = {
  notChecked: <circle cx="6" cy="6" r="4" {...line} stroke-dasharray="1.6 1.6" />,
  open: <path d="M6 1.5L10.5 6 6 10.5 1.5 6z" {...line} />,
  signIn: <circle cx="6" cy="6" r="4" {...line} />,
  signingIn: quarterRing,
  signedIn: <circle cx="6" cy="6" r="4.4" fill="currentColor" />,
  signedInWithoutAccess: (
    <>
      <circle cx="6" cy="6" r="4" {...line} />
      <path d="M6 2a4 4 0 0 0 0 8z" fill="currentColor" />
    </>
  ),
  renewing: quarterRing,
  paused: <path d="M4 2v8M8 2v8" {...line} stroke-width="2" />,
  notAccepted: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" {...line} stroke-width="2" />,
  changed: (
    <>
      <path d="M6 1.5L10.5 6 6 10.5 1.5 6z" {...line} />
      <circle cx="6" cy="6" r="1.3" fill="currentColor" />
    </>
  ),
  unreachable: <path d="M1 6h3M8 6h3M5 9l2-6" {...line} />,
  certificateProblem: <path d="M6 1.6l4.8 8.6H1.2zM6 4.8v2.4M6 8.2v1" {...line} stroke-width="1.3" />,
  locked: (
    <>
      <path d="M3.8 5.5V4a2.2 2.2 0 0 1 4.4 0v1.5" {...line} />
      <path d="M2.5 5.5h7v5h-7z" fill="currentColor" />
    </>
  ),
};

const TONES: Record<Status, 'good' | 'call' | 'bad' | 'quiet'> = {
  notChecked: 'quiet',
  open: 'quiet',
  signIn: 'call',
  signingIn: 'quiet',
  signedIn: 'good',
  signedInWithoutAccess: 'call',
  renewing: 'quiet',
  paused: 'quiet',
  notAccepted: 'bad',
  changed: 'call',
  unreachable: 'bad',
  certificateProblem: 'bad',
  locked: 'quiet',
};

/** A status: its shape and its word. */
export function StatusMark({ status }: { status: Status }) {
  const t = useT();
  return (
    <span class={`status ${TONES[status]}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[status]}
      </svg>
      <span>{t(`status_${status}`)}</span>
    </span>
  );
}

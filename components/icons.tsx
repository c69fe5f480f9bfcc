/** Small drawings, 16 px, in the colour of the text around them. All are decoration: the words are beside. */
const box = { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': true } as const;

export function DotsIcon() {
  return (
    <svg {...box} fill="currentColor" aria-hidden="true">
      <circle cx="3" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="13" cy="8" r="1.4" />
    </svg>
  );
}

export function ChevronIcon() {
  return (
    <svg
      {...box}
      width={10}
      height={10}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      aria-hidden="true"
    >
      <path d="M3 6l5 5 5-5" />
    </svg>
  );
}

export function PlusIcon() {
  return (
    <svg
      {...box}
      width={12}
      height={12}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      aria-hidden="true"
    >
      <path d="M8 2v12M2 8h12" />
    </svg>
  );
}

export function LockIcon() {
  return (
    <svg {...box} fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
      <path d="M3.5 7h9v6.5h-9z" fill="currentColor" stroke-linejoin="round" />
    </svg>
  );
}

export function UnlockedIcon() {
  return (
    <svg {...box} fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
      <path d="M5 7V4.2a3 3 0 0 1 5.9-.8" />
      <path d="M3.5 7h9v6.5h-9z" stroke-linejoin="round" />
    </svg>
  );
}

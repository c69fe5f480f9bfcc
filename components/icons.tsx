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

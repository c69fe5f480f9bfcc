/** Small drawings of the map page, 16 px, in the colour of the text around them. All are decoration. */
const line = {
  ...{ width: 16, height: 16, viewBox: '0 0 16 16', fill: 'none' },
  ...{ stroke: 'currentColor', 'stroke-width': 1.5, 'aria-hidden': true },
} as const;

export function EyeIcon({ open }: { open: boolean }) {
  return (
    <svg {...line} aria-hidden="true">
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" />
      {open ? <circle cx="8" cy="8" r="2" fill="currentColor" /> : <path d="M3 13.5l10-11" />}
    </svg>
  );
}

export function GroupIcon() {
  return (
    <svg {...line} aria-hidden="true">
      <path d="M1.75 4.25h4.5l1.5 2h6.5v6.5H1.75z" stroke-linejoin="round" />
    </svg>
  );
}

export function CrossIcon() {
  return (
    <svg {...line} aria-hidden="true">
      <path d="M4 4l8 8M12 4l-8 8" />
    </svg>
  );
}

export function MinusIcon() {
  return (
    <svg {...line} aria-hidden="true">
      <path d="M3 8h10" stroke-width="2" />
    </svg>
  );
}

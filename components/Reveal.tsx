import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface RevealProps {
  /** What the button says. */
  label: string;
  class?: string;
  /** What takes the button's place; `close` brings the button back. */
  children: (close: () => void) => ComponentChildren;
}

/** A button that gives its place to what it opens, and gets the focus back afterwards. */
export function Reveal({ label, class: className = 'button', children }: RevealProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (wasOpen.current && !open && lost) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  if (open) return <>{children(() => setOpen(false))}</>;
  return (
    <button ref={button} type="button" class={className} onClick={() => setOpen(true)}>
      {label}
    </button>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  label: string;
  onChoose: () => void;
}

interface MenuSection {
  /** Heading of the section, where it has one. */
  heading?: string;
  items: MenuItem[];
}

interface MenuProps {
  /** Name of the button for screen readers. */
  label: string;
  class: string;
  sections: MenuSection[];
  children: ComponentChildren;
}

const GAP = 4;

/** A button that opens a menu: arrow keys, Home, End, Esc, focus returns to the button. */
export function Menu({ label, class: className, sections, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  const close = (focus: boolean) => {
    setOpen(false);
    if (focus) button.current?.focus();
  };

  useLayoutEffect(() => {
    if (!open || !menu.current || !button.current) return;
    const room = place(menu.current, button.current);
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
    return room;
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      const target = event.target as Node;
      if (!menu.current?.contains(target) && !button.current?.contains(target)) setOpen(false);
    };
    const away = () => setOpen(false);
    document.addEventListener('pointerdown', outside);
    document.addEventListener('scroll', away, true);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('scroll', away, true);
    };
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[(next + items.length) % items.length]?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key === 'Tab') {
      close(true);
    }
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <div ref={menu} class="menu" role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
          {sections
            .filter(({ items }) => items.length > 0)
            .map(({ heading, items }) => (
              <div key={items[0]?.label} class="menu-section" {...(heading ? sectionName(heading) : {})}>
                {heading && (
                  <div class="menu-heading" aria-hidden="true">
                    {heading}
                  </div>
                )}
                {items.map((item) => (
                  <button
                    key={item.label}
                    type="button"
                    role="menuitem"
                    tabIndex={-1}
                    class="menu-item"
                    onClick={() => {
                      close(true);
                      item.onChoose();
                    }}
                  >
                    {item.label}
                  </button>
                ))}
              </div>
            ))}
        </div>
      )}
    </>
  );
}

function sectionName(heading: string) {
  return { role: 'group' as const, 'aria-label': heading };
}

/**
 * Puts the menu under its button, or above where there is more room, in line with the button's nearer edge. A popup is as
 * high as its content: where neither has room, the page grows for as long as the menu is open. Returns what takes that
 * growth back.
 */
function place(menu: HTMLElement, button: HTMLElement): () => void {
  const at = button.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  // Measured where it has all the width there is.
  menu.style.left = `${GAP}px`;
  const left = at.left + at.right < width ? at.left : at.right - menu.offsetWidth;
  menu.style.left = `${Math.max(GAP, Math.min(left, width - menu.offsetWidth - GAP))}px`;
  const height = menu.offsetHeight;
  const under = at.bottom + GAP;
  const above = at.top - GAP - height;
  const fitsUnder = under + height + GAP <= window.innerHeight;
  menu.style.top = `${fitsUnder || above < GAP ? under : above}px`;
  if (!fitsUnder && above < GAP) document.body.style.minHeight = `${under + height + 2 * GAP}px`;
  return () => {
    document.body.style.minHeight = '';
  };
}

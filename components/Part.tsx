import type { ComponentChildren } from 'preact';

interface PartProps {
  title: string;
  id?: string;
  children: ComponentChildren;
}

/** A part of a page: its title at the left, what it says at the right. */
export function Part({ title, id, children }: PartProps) {
  return (
    <section class="part" aria-label={title} {...(id ? { id } : {})}>
      <h2>{title}</h2>
      <div class="part-text">{children}</div>
    </section>
  );
}

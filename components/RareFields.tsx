import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useT } from './translation.ts';

interface RareFieldsProps {
  /** True where one of them needs to be seen. */
  open: boolean;
  children: ComponentChildren;
}

/** Fields that nearly nobody needs, folded away under *More*. */
export function RareFields({ open, children }: RareFieldsProps) {
  const t = useT();
  const [unfolded, setUnfolded] = useState(open);
  return (
    <details class="rare" open={open || unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
      <summary class="small">{t('moreFields')}</summary>
      <div class="fields">{children}</div>
    </details>
  );
}

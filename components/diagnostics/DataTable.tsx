import type { ComponentChildren } from 'preact';

interface DataTableProps {
  label: string;
  class?: string;
  /** The columns' titles. */
  heads: readonly string[];
  /** Rows. */
  children: ComponentChildren;
}

export function DataTable({ label, class: className = '', heads, children }: DataTableProps) {
  return (
    <table class={`data ${className}`} aria-label={label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

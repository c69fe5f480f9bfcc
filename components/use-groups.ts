import { useRef } from 'preact/hooks';
import type { RowGroup, ServiceRow } from '../lib/messages/view.ts';
import type { OpenPanel } from './use-open-panel.ts';

/** The group of each row. A row keeps its group while its panel is open: nothing jumps away from somebody who types. */
export function useGroups(rows: readonly ServiceRow[], open: OpenPanel | null) {
  const held = useRef<Pick<ServiceRow, 'key' | 'group'> | null>(null);
  const row = rows.find(({ key }) => key === open?.key);
  if (!row) held.current = null;
  else if (held.current?.key !== row.key) held.current = { key: row.key, group: row.group };
  return (each: ServiceRow): RowGroup => (each.key === held.current?.key ? held.current.group : each.group);
}

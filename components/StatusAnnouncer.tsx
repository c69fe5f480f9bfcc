import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServiceRow } from '../lib/messages/view.ts';
import { useT } from './translation.ts';

/** Says changes of status to screen readers: `geo.example.com: Signed in`. */
export function StatusAnnouncer({ rows }: { rows: ServiceRow[] }) {
  const t = useT();
  const [said, setSaid] = useState('');
  const before = useRef(new Map<string, ServiceRow['status']>());
  useEffect(() => {
    const changed = rows.filter((row) => {
      const status = before.current.get(row.key);
      return status !== undefined && status !== row.status;
    });
    before.current = new Map(rows.map((row) => [row.key, row.status]));
    if (changed.length === 0) return;
    setSaid(changed.map((row) => t('rowStatus', row.host, t(`status_${row.status}`))).join('. '));
  }, [rows, t]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}

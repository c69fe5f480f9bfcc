import type { DiagnosticEvent } from '../../lib/messages/diagnostics-view.ts';
import { useT } from '../translation.ts';
import { DataTable } from './DataTable.tsx';
import { useClock } from './use-clock.ts';

/** What happened, the newest first. */
export function EventsTable({ events }: { events: readonly DiagnosticEvent[] }) {
  const t = useT();
  const clock = useClock();
  if (events.length === 0) return <p class="quiet">{t('diagnostics_eventsNone')}</p>;
  return (
    <DataTable
      label={t('diagnostics_events')}
      class="events"
      heads={[t('diagnostics_time'), t('diagnostics_event'), t('diagnostics_host'), t('diagnostics_detail')]}
    >
      {[...events].reverse().map(({ at, code, host, detail, times }, index) => (
        // The place from the end: what is there already keeps its row.
        <tr key={events.length - index}>
          <td class="quiet number">{clock(at)}</td>
          <td>
            {t(`event_${code}`)}
            {times > 1 && <span class="quiet"> · {t('diagnostics_times', String(times))}</span>}
          </td>
          <td>{host}</td>
          <td class="code">{detail}</td>
        </tr>
      ))}
    </DataTable>
  );
}

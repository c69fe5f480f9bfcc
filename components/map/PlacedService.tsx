import type { ServiceRow as Row } from '../../lib/messages/view.ts';
import { ServiceRow } from '../ServiceRow.tsx';
import type { Place } from './map-actions.ts';
import { samePlace, useServices } from './services-desk.ts';

/** A service as the popup shows it, with the panel that was opened at this place. */
export function PlacedService({ row, place }: { row: Row; place: Place }) {
  const { view, actions, open, setOpen } = useServices();
  if (!view) return null;
  const isHere = open?.key === row.key && samePlace(open.place, place);
  return (
    <ServiceRow
      row={row}
      site={view.siteName ?? ''}
      vault={view.vault}
      redirectUri={view.redirectUri}
      repeats={false}
      panel={isHere ? open.panel : null}
      onPanel={(panel) => setOpen(panel ? { key: row.key, place, panel } : null)}
      actions={actions}
    />
  );
}

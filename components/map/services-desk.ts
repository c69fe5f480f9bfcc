import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PopupView } from '../../lib/messages/view.ts';
import type { PopupActions } from '../popup-actions.ts';
import type { Panel } from '../RowPanel.tsx';
import type { Place } from './map-actions.ts';

/** A service that stands open somewhere on the page. */
export interface OpenService {
  key: string;
  place: Place;
  /** Null where it is only shown. */
  panel: Panel | null;
}

/** The services of the map, and what one can do about them: the same as in the popup. */
export interface ServicesDesk {
  /** Null until the worker has told. */
  view: PopupView | null;
  actions: PopupActions;
  open: OpenService | null;
  setOpen: (open: OpenService | null) => void;
}

export const ServicesContext = createContext<ServicesDesk | null>(null);

export function useServices(): ServicesDesk {
  const desk = useContext(ServicesContext);
  if (desk === null) throw new Error('No services here');
  return desk;
}

export function samePlace(a: Place, b: Place): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && a.layer === b.layer);
}

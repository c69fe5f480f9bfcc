import type { ObservedAnswer, WayFacts } from '../explain/facts.ts';
import { placeOf } from '../guard/place.ts';
import { withoutCredentials } from '../services/credentials-in-url.ts';

/** One answer to a request of a page that says how a service stands. Holds no credential. */
export interface Noted extends ObservedAnswer {
  /** Without what may be a credential. */
  url: string;
  /** Origin of the document or frame that asked. */
  site: string;
  /** Origin of the page on top; the same where it is not known. */
  topSite: string;
  /** True where the service refused, by whatever status. */
  refused: boolean;
  /** `WWW-Authenticate`; '' where there was none. */
  challenge: string;
  /** As far as the headers tell that the page may not read it. */
  cors: WayFacts['cors'];
  /** True where something other than the service or Layerkey sent the request elsewhere. */
  diverted: boolean;
}

/** What the requests of one tab's page told, until it navigates. */
export interface NotedPage {
  /** Origin of the page on top; null while only frames asked. */
  site: string | null;
  /** The newest last. */
  notes: Noted[];
}

export const NOTHING_NOTED: NotedPage = { site: null, notes: [] };

/** The session's memory holds 10 MB: longer addresses are kept without their query, in characters. */
const LONGEST_URL = 4000;

/** An address as it is noted. */
export function noted(url: string): string {
  const plain = withoutCredentials(url);
  return plain.length <= LONGEST_URL ? plain : plain.replace(/\?.*$/s, '').slice(0, LONGEST_URL);
}

/** Newer ones push the oldest out. */
const MOST_NOTES = 60;

/** Read once for each note: answers come in storms, and every one is compared with all before it. */
const places = new WeakMap<Noted, string>();

/** What a note is about, whatever part of the map it shows. */
export function placeOfNote(note: Noted): string {
  const place = places.get(note) ?? placeOf(note.url);
  places.set(note, place);
  return place;
}

/** The same answer at the same place: told once, by the newest. Two tiles of one layer are at one place. */
function placeText(note: Noted): string {
  const { site, status, error, signed } = note;
  return `${site} ${placeOfNote(note)} ${status} ${error} ${signed}`;
}

/** Adds one note; bounded. What is answered well again is trouble no more. */
export function withNote(notes: readonly Noted[], note: Noted): Noted[] {
  const text = placeText(note);
  const place = placeOfNote(note);
  const isOld = isFine(note)
    ? (each: Noted) => each.site === note.site && placeOfNote(each) === place
    : (each: Noted) => placeText(each) === text;
  return [...notes.filter((each) => !isOld(each)), note].slice(-MOST_NOTES);
}

/** True where a note says that all is well there. */
export const isFine = ({ status, refused, error, cors }: Noted): boolean =>
  status >= 200 && status < 400 && !refused && error === '' && cors === null;

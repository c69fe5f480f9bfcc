import {
  isAboutAccess,
  isAboutKey,
  isHtml,
  isLoginForm,
  isOgcException,
  jsonError,
} from '../services/refusal-words.ts';
import { isRefusing, REFUSING_STATUSES } from '../services/refusals.ts';
import type { LayerTrouble } from './ports.ts';
import { plainText } from './text.ts';

/** A request of a layer that came to nothing. */
export class LayerFailure extends Error {
  readonly trouble: LayerTrouble;

  constructor(trouble: LayerTrouble) {
    super(trouble.what);
    this.trouble = trouble;
  }
}

/** What a layer asked for, which decides what may have come: `words` may be a page, as of GetFeatureInfo. */
export type Wanted = 'picture' | 'tile' | 'data' | 'words';

export interface Came {
  url: string;
  status: number;
  contentType: string;
  /** The start of what came, as text; empty for what is no text. */
  start: string;
}

/** Bytes that a picture begins with, as ISO 8859-1: PNG, JPEG, GIF, RIFF (WebP), TIFF, AVIF. */
const PICTURE = /^(?:\u0089PNG|\u00ff\u00d8\u00ff|GIF8|RIFF|II\*|MM|[\s\S]{4}ftyp)/;

/** Whether bytes begin like a picture, whatever their content type says. */
export function beginsAsPicture(start: string): boolean {
  return PICTURE.test(start);
}

/**
 * What is wrong with an answer to a layer's request: null where it is what was asked, `outside` for a tile that does not
 * exist, as beyond the coverage (OGC 07-057r7, 9.1 and XYZ servers at large: 404, or nothing).
 */
export function troubleOf(came: Came, wanted: Wanted): LayerTrouble | 'outside' | null {
  const { status, url, start } = came;
  if (isRefusing(status, url)) return trouble('refused', came);
  if (status === 400 && isAboutKey(start)) return trouble('refused', came);
  if (wanted === 'tile' && [204, 404, 410].includes(status)) return 'outside';
  if (status === 404 || status === 410) return trouble('missing', came);
  if (status < 200 || status > 299) return trouble('failed', came);
  if (isOgcException(start)) return trouble(isAboutAccess(start) ? 'refused' : 'empty', came);
  const error = jsonError(start);
  if (error !== null) {
    const refused = REFUSING_STATUSES.includes(error.code) || isAboutAccess(error.text);
    return trouble(refused ? 'refused' : 'empty', { ...came, status: error.code || status });
  }
  const isPage = isHtml(came.contentType, start);
  if (isPage && (wanted !== 'words' || isLoginForm(start))) return trouble('empty', came);
  const isText = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml))/i.test(came.contentType);
  return (wanted === 'picture' || wanted === 'tile') && isText ? trouble('empty', came) : null;
}

function trouble(what: LayerTrouble['what'], { status, contentType, start }: Came): LayerTrouble {
  // A login page's menus and scripts say nothing: its title does.
  const title = isHtml(contentType, start) && isLoginForm(start) && /<title>([^<]*)/i.exec(start)?.[1];
  return { what, status, words: plainText(title || start) };
}

/** No answer: the network, a certificate, a server that does not let other pages read it, or too late. */
export const UNREACHABLE: LayerTrouble = { what: 'unreachable', status: 0, words: '' };

/** A CRS that cannot be drawn; its name is the words. */
export function crsTrouble(name: string): LayerTrouble {
  return { what: 'crs', status: 0, words: plainText(name, 100) };
}

import { before, type Found } from './found.ts';

/** Isogeo's own API, production and QA; `id.` beside it is no service but signs in. */
const API = /^https:\/\/(?:v\d+\.)?api(?:\.qa)?\.isogeo\.com$/;
/** What signs in, and what needs no sign-in. */
const FOR_EVERYBODY = /^\/(?:oauth|about)(?:\/|$)/;
/** An installation of one's own that says whose platform it is. */
const NAMED = /^https?:\/\/(?:[^/]+\.)?isogeo[.:-]/;

const ROUTE = /\/(?:resources\/search|resources\/[0-9a-f]{32}|shares)(?=\/|$)/i;
const RECORD = /\/resources\/[0-9a-f]{32}$/i;
const SEARCH = /\/resources\/search$/i;
/** No other API writes its parameters so. */
const PARAMETER = /(?:^|&)_(?:limit|offset|include|lang|id)=/;

/**
 * Isogeo's API (`/resources/search`, `/resources/<32 hex digits>`, `/shares`). On hosts that do not say so, its paths alone
 * are too common: the search needs one of its own parameters, and shares are everybody's.
 */
export function isogeo(origin: string, path: string, query: string): Found | null {
  if (API.test(origin)) return FOR_EVERYBODY.test(path) ? null : { kind: 'Isogeo', path: '' };
  const root = NAMED.test(origin)
    ? before(path, ROUTE)
    : (before(path, RECORD) ?? (PARAMETER.test(query) ? before(path, SEARCH) : null));
  return root === null ? null : { kind: 'Isogeo', path: root };
}

import * as v from 'valibot';
import { SERVICE_KINDS } from '../services/kinds.ts';
import { QgisRecord } from '../sources/model.ts';

const Id = v.pipe(v.string(), v.regex(/^[0-9a-z]{7}$/));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const Url = v.pipe(v.string(), v.maxLength(8000));
const Site = v.pipe(v.string(), v.maxLength(300));
const MOST = 5000;
const Ids = v.pipe(v.array(Id), v.minLength(1), v.maxLength(MOST));
const Texts = v.record(v.pipe(v.string(), v.maxLength(60)), v.pipe(v.string(), v.maxLength(64_000)));

/**
 * A source from elsewhere: a QGIS file, a pasted set-up. Its URLs are whole, as the file has them (query and `{z}` included), so
 * that base and sample can be read from them; they carry no secret any more.
 */
const ImportedSource = v.strictObject({
  name: Name,
  kinds: v.pipe(v.array(v.picklist(SERVICE_KINDS)), v.minLength(1)),
  urls: v.pipe(v.array(Url), v.minLength(1), v.maxLength(20)),
  /** Name of the key parameter, for sign-ins by a key. */
  parameter: v.optional(v.pipe(v.string(), v.maxLength(500))),
  /** Which of the imported sign-ins it uses, by its place in the list; or one that is saved; null for none. */
  signIn: v.nullable(v.union([v.pipe(v.number(), v.integer(), v.minValue(0)), Id])),
  /** The saved source that it takes the place of. */
  replaces: v.nullable(Id),
  /** Kept with the source as it is. */
  qgis: v.optional(QgisRecord),
});
export type ImportedSource = v.InferOutput<typeof ImportedSource>;

const ImportedSignIn = v.strictObject({
  /** Its authcfg id; kept where it is free. Null gets a new one. */
  id: v.nullable(Id),
  method: v.pipe(v.string(), v.maxLength(40)),
  who: v.pipe(v.string(), v.maxLength(500)),
  settings: Texts,
  /** Empty where the file had none: it is asked for when it is needed. */
  secrets: Texts,
  /** Origins that the file names for it, beside those of the sources that use it. */
  origins: v.optional(v.pipe(v.array(Site), v.maxLength(20))),
  /** The saved sign-in that it takes the place of. */
  replaces: v.nullable(Id),
  /** Kept with the sign-in as it is. */
  qgis: v.optional(QgisRecord),
});
export type ImportedSignIn = v.InferOutput<typeof ImportedSignIn>;

/** Commands of the sources page. Each is answered with a `SourcesView` after it was carried out, but for the export. */
export const SOURCES_COMMANDS = {
  sources: v.strictObject({}),
  /** Saves a service without a sign-in; what is secret in the address is left out. */
  addSource: v.strictObject({ name: v.pipe(v.string(), v.maxLength(500)), url: Url }),
  /** A changed address is not used with its sign-in until that is confirmed. */
  editSource: v.strictObject({
    id: Id,
    name: Name,
    urls: v.pipe(v.array(Url), v.minLength(1), v.maxLength(20)),
    frames: v.boolean(),
  }),
  duplicateSource: v.strictObject({ id: Id }),
  removeSources: v.strictObject({ ids: Ids }),
  /** Takes the last removal, import or change back. Sent once the browser has answered for its `origins`. */
  undo: v.strictObject({}),
  /** Lets a site use sources with the sign-ins that they have elsewhere. Sent once the browser has allowed the hosts that were asked for in the click. */
  allowSite: v.strictObject({ ids: Ids, site: Site }),
  stopSite: v.strictObject({ ids: Ids, site: Site }),
  /** Asks each service once, a few at a time, an account once. Answered at once; the view says how far it is. */
  testSources: v.strictObject({ ids: Ids }),
  cancelTest: v.strictObject({}),
  /** All of it or nothing. */
  importRecords: v.strictObject({
    sources: v.pipe(v.array(ImportedSource), v.maxLength(MOST)),
    signIns: v.pipe(v.array(ImportedSignIn), v.maxLength(MOST)),
    /** True: into the saved sign-ins on this device, which must be unlocked; else until the browser closes. */
    remember: v.boolean(),
  }),
  /** Sign-ins with their secrets, for a file that the user asked for. */
  exportSignIns: v.strictObject({ ids: Ids }),
} as const;

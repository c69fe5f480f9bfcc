import * as v from 'valibot';
import { REQUEST_METHODS, SERVICE_KINDS } from '../services/kinds.ts';

/** An origin as `URL.origin` writes it: `https://maps.example.org`, with the port where it is not the default. */
const Origin = v.pipe(
  v.string(),
  v.maxLength(300),
  v.check((text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text)),
);

/** A base URL of a service; `{a-c}` in the host stands for several sub-domains (see `services/template.ts`). */
export const BaseUrl = v.pipe(v.string(), v.maxLength(2000), v.regex(/^https?:\/\/[^\s?#@]+$/));

/** QGIS's authcfg: 7 characters of `[0-9a-z]`. Every id in Layerkey has this shape. */
const Id = v.pipe(v.string(), v.regex(/^[0-9a-z]{7}$/));

const ShortText = v.pipe(v.string(), v.maxLength(500));
/** Tokens, and everything that belongs to an identity provider, are long. */
const Secrets = v.record(v.pipe(v.string(), v.maxLength(60)), v.pipe(v.string(), v.maxLength(64_000)));
const Texts = v.record(v.pipe(v.string(), v.maxLength(60)), v.pipe(v.string(), v.maxLength(8000)));

/**
 * What QGIS knows beside (`zmin`, `dpiMode`, `realm`, ...), by names of our own choice: for the way back to it. Never a secret,
 * and nothing that decides where a credential goes.
 */
export const QgisRecord = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(60)), v.pipe(v.string(), v.maxLength(4000))),
  v.maxEntries(40),
);
export type QgisRecord = v.InferOutput<typeof QgisRecord>;

/** A geo-service that the user saved. */
export const Source = v.strictObject({
  id: Id,
  name: ShortText,
  kinds: v.pipe(v.array(v.picklist(SERVICE_KINDS)), v.minLength(1)),
  /** Base URLs, the first one as seen on the page; the others are *also reachable at*. Each consented. */
  urls: v.pipe(v.array(BaseUrl), v.minLength(1), v.maxLength(20)),
  /** One request that the service refused or answers, without any credential: what later checks ask for. */
  sample: v.pipe(v.string(), v.maxLength(4000)),
  /** *Also sign in frames and links opened from this site.* Headers only. */
  frames: v.boolean(),
  qgis: v.optional(QgisRecord),
});
export type Source = v.InferOutput<typeof Source>;

/** One way of signing in, without its credential. `settings` are the method's public fields. */
export const Account = v.strictObject({
  id: Id,
  method: v.pipe(v.string(), v.maxLength(40)),
  /** Who is signed in, as the user would say it; may be empty (a key has no name). */
  who: ShortText,
  settings: Texts,
  /** Origins of the services that it signed in to: there it is offered again. */
  origins: v.array(Origin),
  /** Origins of the identity provider that renewing and signing out ask. */
  providers: v.optional(v.array(Origin)),
  qgis: v.optional(QgisRecord),
});
export type Account = v.InferOutput<typeof Account>;

/** The user's permission that a site may use a source with an account: at most one per source and site. */
export const Grant = v.strictObject({
  sourceId: Id,
  accountId: Id,
  site: Origin,
  /** The sites of the pages that may be on top: the site itself, or those that frame it. */
  topSites: v.pipe(v.array(Origin), v.minLength(1)),
});
export type Grant = v.InferOutput<typeof Grant>;

/** The KeyVault's word on one source: which kind of authentication, which key parameter. Never a credential. */
export const KeyVaultEntry = v.strictObject({
  sourceId: Id,
  method: v.pipe(v.string(), v.maxLength(40)),
  parameter: v.optional(ShortText),
});
export type KeyVaultEntry = v.InferOutput<typeof KeyVaultEntry>;

/** One place that a credential may be sent to, when one site asks: sealed together with the credential. */
export const Destination = v.strictObject({
  sourceId: Id,
  /** A single base URL, templates expanded: `https://geo.example.com/geoserver/ows`. */
  prefix: BaseUrl,
  site: Origin,
  topSites: v.pipe(v.array(Origin), v.minLength(1)),
  methods: v.pipe(v.array(v.picklist(REQUEST_METHODS)), v.minLength(1)),
  frames: v.boolean(),
});
export type Destination = v.InferOutput<typeof Destination>;

/** The secret part of an account, and where it may go. In `storage.session` or the vault only. */
export const Credential = v.strictObject({
  accountId: Id,
  secrets: Secrets,
  destinations: v.array(Destination),
  /** True once the service refused it: then it is not tried again by itself (one attempt per password). */
  refused: v.optional(v.boolean()),
});
export type Credential = v.InferOutput<typeof Credential>;

/** Everything that is saved without secrets. */
export interface Saved {
  sources: Source[];
  accounts: Account[];
  grants: Grant[];
  keyVault: KeyVaultEntry[];
}

/** What stands for records that cannot be read. */
export const NOTHING_SAVED: Saved = { sources: [], accounts: [], grants: [], keyVault: [] };

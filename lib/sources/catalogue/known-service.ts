/**
 * What is known of one provider's services, as its documentation or source says (`evidence.ts`): how they take a credential,
 * and where a person gets one. A suggestion, never a permission.
 */
export interface KnownService {
  /** Short and stable, lower case with hyphens. */
  id: string;
  /** As its users call it. */
  name: string;
  /** Host patterns: `*.` in front stands for one or more labels, any other `*` for a part of one label. */
  hosts: string[];
  /**
   * What its paths contain, `/private/`: it is meant at its hosts only where one of these is there. A product that stands on
   * anybody's host has paths alone, and is looked for last.
   */
  paths: string[];
  /** Query parameters that take a key, in exact case. */
  query: string[];
  /** Headers that take a key. Where both work, a header is proposed before the query: the page cannot read it. */
  headers: KnownHeader[];
  /** Query parameters that only count together, in exact case. */
  pairs: [string, string][];
  /** What stands right before a key in the path, `;key=`; empty where keys do not travel there. */
  pathText: string;
  /** What its keys begin with, `pk.`: said beside the field, never enforced. */
  keyPrefixes: string[];
  /** The provider's page where one gets a key, or reads how; empty where none is known. */
  keyPage: string;
  /** A service of it that can be added as it stands; empty where its addresses differ from user to user. */
  address: string;
  /** Ways to get a token instead of a key, the likeliest first, with what is known of their forms. */
  tokens: TokenWays;
  /** True where nobody needs to sign in. */
  open: boolean;
  /** Why no sign-in can be added to its requests: it travels in cookies, or each URL is signed by itself. */
  cannot: '' | 'cookies' | 'signedUrls';
}

interface KnownHeader {
  name: string;
  /** The word before the value, exact case; empty where there is none. */
  scheme: string;
  /** True where it takes something else than the provider's usual key: a token of a provider, a key of a rarer kind. */
  other?: true;
}

/** By the id of the method (`lib/auth`): values of its form, by field. */
type TokenWays = Partial<
  Record<'oauth' | 'clientCredentials' | 'passwordGrant', Readonly<Record<string, string>>>
>;

/** A row of the catalogue: what does not apply is left out. */
export type CatalogueRow = Pick<KnownService, 'id' | 'name' | 'hosts'> & Partial<KnownService>;

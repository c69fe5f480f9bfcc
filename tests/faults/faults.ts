import { ACCOUNTS_ARE_NOT_LOCKED } from './list/accounts-are-not-locked.ts';
import { ANSWERS_AND_COMMANDS } from './list/answers-and-commands.ts';
import { ARCGIS } from './list/arcgis.ts';
import { CATALOGUE } from './list/catalogue.ts';
import { EXCHANGE } from './list/exchange.ts';
import { GEODI } from './list/geodi.ts';
import { GEOMAPFISH } from './list/geomapfish.ts';
import { GUARD } from './list/guard.ts';
import { IDENTITY_PROVIDERS } from './list/identity-providers.ts';
import { ISOGEO } from './list/isogeo.ts';
import { LEAST_PRIVILEGE } from './list/least-privilege.ts';
import { LOCKED_MEANS_GONE } from './list/locked-means-gone.ts';
import { MAP_ENGINE } from './list/map-engine.ts';
import { MAP_PAGE } from './list/map-page.ts';
import { NOTHING_ON_DISK } from './list/nothing-on-disk.ts';
import { NOTICE } from './list/notice.ts';
import { ONLY_WHERE_IT_BELONGS } from './list/only-where-it-belongs.ts';
import { OWN_MAP } from './list/own-map.ts';
import { PAGE_OF_SOURCES } from './list/page-of-sources.ts';
import { PROJECTS } from './list/projects.ts';
import { PROVIDER_SECRETS } from './list/provider-secrets.ts';
import { PROVIDER_SESSIONS } from './list/provider-sessions.ts';
import { SAVED_SIGN_INS_LOCKED } from './list/saved-sign-ins-locked.ts';
import { SAVED_SIGN_INS_SEALED } from './list/saved-sign-ins-sealed.ts';
import { SOURCES_PAGE } from './list/sources-page.ts';
import { WHO_SIGNED_IN } from './list/who-signed-in.ts';

/** One way to break a promise, and the tests that must notice. */
export interface Fault {
  /** What is broken, by the headings of the README's security chapter. */
  promise: string;
  /** One sentence. */
  what: string;
  file: string;
  /** Stands exactly once in the file. */
  find: string;
  replace: string;
  /** `tests/unit/x.test.ts`, or `tests/e2e/x.test.ts :: a describe > a test`; each of them must turn red. */
  tests: string[];
}

export const FAULTS: readonly Fault[] = [
  ...ONLY_WHERE_IT_BELONGS,
  ...OWN_MAP,
  ...MAP_PAGE,
  ...NOTHING_ON_DISK,
  ...LEAST_PRIVILEGE,
  ...ACCOUNTS_ARE_NOT_LOCKED,
  ...CATALOGUE,
  ...GUARD,
  ...LOCKED_MEANS_GONE,
  ...ANSWERS_AND_COMMANDS,
  ...NOTICE,
  ...PAGE_OF_SOURCES,
  ...SAVED_SIGN_INS_LOCKED,
  ...SAVED_SIGN_INS_SEALED,
  ...IDENTITY_PROVIDERS,
  ...PROVIDER_SESSIONS,
  ...WHO_SIGNED_IN,
  ...PROVIDER_SECRETS,
  ...ISOGEO,
  ...GEODI,
  ...ARCGIS,
  ...GEOMAPFISH,
  ...PROJECTS,
  ...SOURCES_PAGE,
  ...EXCHANGE,
  ...MAP_ENGINE,
];

import type { Failure } from '../../errors.ts';
import type { ImportedSignIn, ImportedSource } from '../../messages/sources-protocol.ts';
import type { ExportedSignIn, SavedSignIn, SavedSource } from '../../messages/sources-view.ts';
import type { ServiceKind } from '../../services/kinds.ts';
import type { Word } from './words.ts';

/** A file as it is on disk. What it is is found by its content. */
export interface GivenFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What is saved already. */
export interface Known {
  sources: readonly SavedSource[];
  signIns: readonly SavedSignIn[];
}

/** One connection or sign-in of a file, and what becomes of it. */
export interface Row {
  /** By which its choice is kept. */
  key: string;
  what: 'connection' | 'signIn';
  name: string;
  /** What it is in QGIS: *WMS / WMTS*, *OAuth2*. */
  from: string;
  /** Its address without secrets; empty where it has none. */
  address: string;
  /** What it becomes here; both empty where it cannot. */
  kinds: ServiceKind[];
  method: string;
  /** Who is signed in, as far as the file says. */
  who: string;
  /** Why it cannot be brought over; null where it can. */
  cannot: Word | null;
  /** What the user should know. */
  notes: Word[];
  /** What is saved with the same id or address; null where nothing is. */
  duplicate: { id: string; name: string; by: 'id' | 'address' } | null;
}

/** What to do with a row whose id or address is saved already. */
export type Choice = 'both' | 'replace' | 'skip';

export interface FilesRead {
  rows: Row[];
  /** Files that a password opens; `failure` where the one that was given does not. */
  locked: { name: string; failure: Failure | null }[];
  failures: { name: string; failure: Failure }[];
  /** What is imported, by the choice for each row; a row without one is taken as it is. */
  records(choices: ReadonlyMap<string, Choice>): { sources: ImportedSource[]; signIns: ImportedSignIn[] };
}

export interface WrittenFile {
  name: string;
  /** Empty where nothing can be written: then there is no file. */
  text: string;
  /** What is not in the file, and why. */
  notes: Word[];
}

/** How sources and sign-ins come from QGIS and go to it. */
export interface Exchange {
  /**
   * @param passwords of encrypted files, by the file's name.
   * Never throws: what is wrong with a file is in `failures`.
   */
  read(files: readonly GivenFile[], passwords: ReadonlyMap<string, string>, known: Known): Promise<FilesRead>;
  /** The families of connections that these sources make: QGIS has a file for each. */
  families(sources: readonly SavedSource[]): { id: string; label: string; count: number }[];
  /**
   * @param signIns with their secrets: those of these sources; null for a file without secrets.
   * @throws AppError where a value cannot stand in the file.
   */
  writeConnections(family: string, known: Known, signIns: readonly ExportedSignIn[] | null): WrittenFile;
  /**
   * @param options.password encrypts it; '' leaves it readable.
   * @throws AppError where a value would not survive in QGIS: it names the sign-in.
   */
  writeSignIns(
    signIns: readonly ExportedSignIn[],
    known: Known,
    options: { password: string; secrets: boolean },
  ): Promise<WrittenFile>;
  /** One sign-in by OAuth as QGIS's own settings file. @param options.older for QGIS before 3.36. */
  writeOAuth(
    signIn: ExportedSignIn,
    known: Known,
    options: { secrets: boolean; older: boolean },
  ): WrittenFile;
}

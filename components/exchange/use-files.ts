import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { FilesRead, GivenFile, Known } from '../../lib/interchange/qgis/port.ts';
import type { ExchangeActions } from './exchange-actions.ts';

/** One byte more than is read: enough to see that a file is too long without taking it into memory. */
const MOST_BYTES = 5_000_001;

export interface FilesState {
  /** Null while they are read. */
  read: FilesRead | null;
  failure: Failure | null;
  /** Opens an encrypted one. */
  open(name: string, password: string): void;
}

/** What is in these files. They are read once; a password reads them again. */
export function useFiles(files: readonly File[], known: Known, actions: ExchangeActions): FilesState {
  const [state, setState] = useState<Pick<FilesState, 'read' | 'failure'>>({ read: null, failure: null });
  const given = useRef<GivenFile[] | null>(null);
  const passwords = useRef(new Map<string, string>());
  const gone = useRef(false);

  const read = async () => {
    try {
      given.current ??= await Promise.all(
        files.map(async (file) => ({
          name: file.name,
          bytes: new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer()),
        })),
      );
      const exchange = await actions.load();
      const done = await exchange.read(given.current, passwords.current, known);
      if (!gone.current) setState({ read: done, failure: null });
    } catch (error) {
      if (!gone.current) setState({ read: null, failure: actions.failureOf(error) });
    }
  };
  useEffect(() => {
    gone.current = false;
    void read();
    return () => {
      gone.current = true;
    };
  }, []);
  const open = (name: string, password: string) => {
    passwords.current.set(name, password);
    void read();
  };
  return { ...state, open };
}

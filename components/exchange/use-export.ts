import { useEffect, useState } from 'preact/hooks';
import type { Exchange, Known, WrittenFile } from '../../lib/interchange/qgis/port.ts';
import type { Word } from '../../lib/interchange/qgis/words.ts';
import type { ExportedSignIn, SavedSignIn, SavedSource } from '../../lib/messages/sources-view.ts';
import { type Task, useTask } from '../use-task.ts';
import type { ExchangeActions } from './exchange-actions.ts';

/** What a form of the export needs. */
export interface ExportPart {
  sources: readonly SavedSource[];
  signIns: readonly SavedSignIn[];
  work: ExportWork;
  onClose: () => void;
}

export interface ExportWork {
  /** Null until it is loaded. */
  exchange: Exchange | null;
  task: Task;
  /** What is not in the file that was written last. */
  notes: Word[];
  known: Known;
  clear(): void;
  /**
   * Writes a file and downloads it.
   * @param ids sign-ins whose settings and secrets it is made of.
   */
  write(
    ids: string[],
    make: (exchange: Exchange, signIns: ExportedSignIn[]) => WrittenFile | Promise<WrittenFile>,
  ): void;
}

/** Asks the worker for what is exported, writes the file and hands it to the browser; nothing of it is kept. */
export function useExport(actions: ExchangeActions, known: Known): ExportWork {
  const task = useTask();
  const [exchange, setExchange] = useState<Exchange | null>(null);
  const [notes, setNotes] = useState<Word[]>([]);
  useEffect(() => {
    void task.run(async () => {
      try {
        const loaded = await actions.load();
        setExchange(() => loaded);
        return null;
      } catch (error) {
        return actions.failureOf(error);
      }
    });
  }, []);
  const clear = () => {
    task.clear();
    setNotes([]);
  };
  const write: ExportWork['write'] = (ids, make) => {
    setNotes([]);
    void task.run(async () => {
      if (!exchange) return null;
      const got = ids.length === 0 ? { signIns: [] } : await actions.exportSignIns(ids);
      if ('failure' in got) return got.failure;
      try {
        const { name, text, notes: words } = await make(exchange, got.signIns);
        setNotes(words);
        if (text !== '') actions.saveFile(name, text);
        return null;
      } catch (error) {
        return actions.failureOf(error);
      }
    });
  };
  return { exchange, task, notes, known, clear, write };
}

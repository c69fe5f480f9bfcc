import type { Reply } from '../../lib/messages/protocol.ts';
import type { ExportedSignIn, SourcesView } from '../../lib/messages/sources-view.ts';
import type { PagePort } from '../popup/page-port.ts';
import type { SourcesCommand } from './commands.ts';

/** What the sources page needs of the platform, so that a test can stand in for it: what the popup needs for its rows, and this. */
export interface SourcesPort extends PagePort {
  ask(command: SourcesCommand): Promise<Reply<SourcesView>>;
  exportSignIns(command: {
    command: 'exportSignIns';
    ids: string[];
  }): Promise<Reply<{ signIns: ExportedSignIn[] }>>;
  /** Whether host patterns name ports. */
  portsInPatterns: boolean;
}

import type { Command } from '../../lib/messages/protocol.ts';

/** Commands about this page; each is answered with the popup's view. */
export type PageCommand = Extract<Command, { tabId: number }>;

/** What the popup does with the saved sign-ins as a whole. */
export type VaultCommand = Extract<Command, { command: 'unlock' | 'createVault' | 'lock' }>;

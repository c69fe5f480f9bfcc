/** What each file of browser tests ends with. */
import { afterAll } from 'vitest';
import { removeTempFolders } from '../drivers/temp-folder.ts';

// Registered before the file's own hooks, so it runs after them: its browsers are closed.
afterAll(removeTempFolders);

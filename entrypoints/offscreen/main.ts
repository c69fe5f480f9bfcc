import { answerWorker } from '../../lib/platform/offscreen-page.ts';

answerWorker();

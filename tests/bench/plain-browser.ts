import { type BrowserContext, chromium } from 'playwright-core';
import { chromiumArguments } from '../e2e/drivers/chromium-arguments.ts';
import { tempFolder } from '../e2e/drivers/temp-folder.ts';

/** Chromium with one bare extension (its folder), or with none (`''`). */
export async function plainBrowser(extension: string): Promise<{ context: BrowserContext; profile: string }> {
  const args = chromiumArguments({ extension, headless: true, ignoreCertificateErrors: false, more: [] });
  const profile = await tempFolder('chromium');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    viewport: null,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: extension === '' ? args.filter((argument) => !argument.includes('extension')) : args,
  });
  return { context, profile };
}

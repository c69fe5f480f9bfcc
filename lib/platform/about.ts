import type { Versions } from '../messages/diagnostics-view.ts';
import { browser } from './browser.ts';

/** Names of the permissions that the browser gave beside hosts. */
export async function apiPermissions(): Promise<string[]> {
  return (await browser.permissions.getAll()).permissions ?? [];
}

/** What runs here, for a bug report. */
export async function versions(): Promise<Versions> {
  const { version, manifest_version } = browser.runtime.getManifest();
  const { os, arch } = await browser.runtime.getPlatformInfo();
  return {
    extension: version,
    manifest: String(manifest_version),
    browser: await browserName(),
    system: `${os} ${arch}`,
  };
}

/** User agent client hints (W3C WICG, `NavigatorUAData`), which only Chromium has. */
interface AgentData {
  brands: readonly { brand: string; version: string }[];
}

/** `Chromium 156`; Firefox says it by an interface of its own. */
async function browserName(): Promise<string> {
  const { userAgentData } = navigator as Navigator & { userAgentData?: AgentData };
  if (userAgentData) return nameOf(userAgentData);
  const { name, version } = await browser.runtime.getBrowserInfo();
  return `${name} ${version}`;
}

/** The most particular brand; one of them is made up so that nobody relies on the list ("Not/A)Brand"). */
function nameOf({ brands }: AgentData): string {
  const real = brands.filter(({ brand }) => !/not.{0,3}a.{0,3}brand/i.test(brand));
  const best = real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
  return best ? `${best.brand} ${best.version}` : 'Chromium';
}

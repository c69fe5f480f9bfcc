import type { Extent } from '../../project/model.ts';
import { baseUrl, isUnder } from '../../services/address.ts';
import { withoutCredentials } from '../../services/credentials-in-url.ts';
import { mapUrl } from '../../services/placeholders.ts';
import { expandTemplate } from '../../services/template.ts';
import { plainText } from '../text.ts';

/** A layer's name on screen: its title, else its own name; text. */
export function titleOf(title: string | undefined, name: string | undefined): string {
  return plainText(title ?? '', 200) || plainText(name ?? '', 200);
}

/** An abstract as text. */
export function abstractOf(text: string | undefined): string {
  return plainText(text ?? '', 1000);
}

/** An extent that is one: numbers in order, within the world; undefined for anything else. */
export function extentOf(numbers: readonly (string | number | undefined)[] | undefined): Extent | undefined {
  const [west, south, east, north] = (numbers ?? []).map((each) =>
    each === undefined || each === '' ? Number.NaN : Number(each),
  );
  if (![west, south, east, north].every(Number.isFinite)) return undefined;
  const within = (value: number | undefined, most: number) => Math.min(most, Math.max(-most, value ?? 0));
  const extent: Extent = [within(west, 180), within(south, 90), within(east, 180), within(north, 90)];
  return extent[0] <= extent[2] && extent[1] <= extent[3] ? extent : undefined;
}

/** An object without the members that are undefined or empty. */
export function having<T extends object>(members: { [Key in keyof T]: T[Key] | undefined | '' }): T {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ''),
  ) as T;
}

/**
 * The address of an operation as a description advertises it, absolute and without credentials; `asked` where it says
 * none. A service behind a proxy that still calls itself `http` under the same name is asked over `https`, as it was.
 */
export function advertisedUrl(advertised: string | undefined, asked: string): string {
  const text = (advertised ?? '').trim();
  if (text === '') return asked;
  // A template of a tile URL cannot be resolved as it is: only one that is relative needs to be.
  const absolute = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : resolved(text, asked);
  const url = withoutCredentials(absolute);
  if (url === '') return asked;
  const secure = new URL(asked).protocol === 'https:' && url.startsWith('http:');
  return secure && new URL(asked).hostname === hostnameOf(url) ? url.replace(/^http:/, 'https:') : url;
}

function resolved(text: string, base: string): string {
  return text.replace(/^[^{]*/, (start) => (URL.canParse(start, base) ? new URL(start, base).href : ''));
}

function hostnameOf(url: string): string {
  return mapUrl(url, (parsed) => parsed.hostname) ?? '';
}

const MOST_ELSEWHERE = 20;

/** The places among advertised URLs that are not under the asked base: origin and path, up to a placeholder; each once. */
export function elsewhere(base: string, advertised: readonly string[]): string[] {
  const places = advertised.flatMap((url) => expandTemplate(url)).map(placeOf);
  const beyond = places.filter((place) => place !== '' && !isUnder(place, base));
  return [...new Set(beyond)].slice(0, MOST_ELSEWHERE);
}

function placeOf(url: string): string {
  const fixed = url.split(/[?#]/)[0] ?? '';
  const brace = fixed.indexOf('{');
  const cut = brace < 0 ? fixed : fixed.slice(0, fixed.lastIndexOf('/', brace));
  if (!URL.canParse(cut)) return '';
  const { origin, pathname } = new URL(cut);
  return baseUrl(origin, pathname);
}

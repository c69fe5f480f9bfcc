import type { FoundProvider } from '../../messages/view.ts';
import { knownServices } from './rows.ts';
import { foundProvider } from './shown.ts';

/** As many as a person reads at a glance. */
const MOST_FOUND = 8;

/** Shorter texts say nothing. */
const SHORTEST = 2;

/**
 * Providers by what was typed of their name or host: every word must begin a word of theirs. Names that begin with it come
 * first, at most eight. Nothing for what looks like an address with a path: that is pasted, not searched.
 */
export function searchProviders(typed: string): FoundProvider[] {
  const text = plain(typed).trim();
  if (text.length < SHORTEST || /[/:?{]/.test(text)) return [];
  const words = wordsOf(text);
  if (words.length === 0) return [];
  return knownServices()
    .flatMap((service) => {
      const name = plain(service.name);
      const own = wordsOf([name, ...service.hosts].join(' '));
      const isFound = words.every((word) => own.some((each) => each.startsWith(word)));
      return isFound ? [{ service, begins: name.startsWith(text) }] : [];
    })
    .sort((one, other) => Number(other.begins) - Number(one.begins))
    .slice(0, MOST_FOUND)
    .map(({ service }) => foundProvider(service));
}

/** Without case and accents. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const wordsOf = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

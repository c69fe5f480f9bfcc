import { readPasted } from '../services/pasted.ts';

interface Service {
  url: string;
  method?: string | undefined;
  parameter?: string | undefined;
}

/** The services that the worker is told of: the project's, then places that are asked beside them; what is no service's address is left out. */
export function toldServices(named: readonly Service[], beside: readonly string[]): Service[] {
  const known = new Set(named.map(({ url }) => baseOf(url)));
  const more = [...new Set(beside)].filter((url) => {
    const base = baseOf(url);
    if (base === null || known.has(base)) return false;
    known.add(base);
    return true;
  });
  return [...named, ...more.map((url) => ({ url }))];
}

function baseOf(url: string): string | null {
  try {
    return readPasted(url).base;
  } catch {
    return null;
  }
}

import { readPasted } from '../services/pasted.ts';

/** The base address under which the worker knows the service of an address; null where it is none of a service. */
export function serviceBase(url: string): string | null {
  try {
    return readPasted(url).base;
  } catch {
    return null;
  }
}

import { AGENCIES_EVIDENCE } from './evidence/agencies.ts';
import { BASEMAPS_EVIDENCE } from './evidence/basemaps.ts';
import { PLATFORMS_EVIDENCE } from './evidence/platforms.ts';
import { PRODUCTS_EVIDENCE } from './evidence/products.ts';

/**
 * Where each row of the catalogue is documented, by the row's id. For whoever checks or extends the catalogue; nothing
 * needs it at run time, so it stays out of the built extension.
 */
export const EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  ...BASEMAPS_EVIDENCE,
  ...AGENCIES_EVIDENCE,
  ...PLATFORMS_EVIDENCE,
  ...PRODUCTS_EVIDENCE,
};

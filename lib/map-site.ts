/**
 * Our own map page as a site that uses sources. Its real origin differs between browsers, and in Firefox between profiles, so
 * what is saved and sealed names it by an address that no page can have (RFC 6761, section 6.4); the rules get the real one.
 */
export const MAP_SITE = 'https://map.layerkey.invalid';

/** The same as a host: what stands where sites are shown by their hosts. */
export const MAP_HOST = 'map.layerkey.invalid';

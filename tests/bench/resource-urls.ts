/** What a page's list of resources holds, in the shares of a page with maps: tiles and services between scripts, pictures and answers of other kinds. */
const MADE: ((n: number) => string)[] = [
  (n) => `https://tile.example.org/${10 + (n % 9)}/${n % 1024}/${(n * 7) % 1024}.png`,
  (n) => `https://tiles.example.org/data/v3/${n % 15}/${n % 512}/${(n * 3) % 512}.pbf?key=abcdef${n}`,
  (n) =>
    `https://geo.example.com/geoserver/ows?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=topp:states&STYLES=&FORMAT=image%2Fpng&TRANSPARENT=true&CRS=EPSG%3A3857&WIDTH=256&HEIGHT=256&BBOX=${n * 100},${n * 50},${n * 100 + 256},${n * 50 + 256}`,
  (n) =>
    `https://wmts.example.ch/1.0.0/ch.example.pixelkarte-farbe/default/current/3857/${n % 18}/${n % 300}/${n % 200}.jpeg`,
  (n) => `https://api.example.com/ogc/collections/parcels/items?limit=100&offset=${n * 100}&f=json`,
  (n) =>
    `https://services.example.com/arcgis/rest/services/World/MapServer/tile/${n % 18}/${n % 99}/${n % 77}`,
  (n) => `https://cdn.example.com/assets/chunk-${n.toString(36)}${'0a1b2c3d'.slice(n % 7)}.js`,
  (n) => `https://cdn.example.com/assets/style.${n.toString(16)}.css`,
  (n) => `https://images.example.com/photos/2024/${n % 12}/${n}/picture-${n}.webp?w=640&q=75`,
  (n) => `https://shop.example.com/api/v2/products/${n}/reviews?page=${n % 9}&sort=newest&session=${n * 31}`,
  (n) => `https://fonts.example.com/s/inter/v13/UcCO3FwrK3iLTeHuS${n}.woff2`,
  (n) =>
    `https://metrics.example.com/collect?v=2&tid=G-${n}&gtm=45je&_p=${n * 17}&dl=https%3A%2F%2Fwww.example.com%2Fmap`,
];

/** So many different URLs. */
export function resourceUrls(count: number): string[] {
  return Array.from({ length: count }, (_, n) => MADE[n % MADE.length]?.(n) ?? '');
}

import { refuse, sendJson } from '../answers.ts';
import { places } from '../natural-earth.ts';
import type { Handler } from '../server.ts';

const GEOJSON = 'application/geo+json';
const COLLECTION = {
  id: 'places',
  title: 'Countries, as points',
  extent: { spatial: { bbox: [[-180, -90, 180, 90]], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' } },
};

/** OGC API - Features, Part 1: Core (OGC 17-069r4), with one collection, `places`, as GeoJSON under `root`. */
export function features(root: string): Handler {
  return (request, response) => {
    const base = `http://${request.host}${root}`;
    const link = (rel: string, path: string, type = 'application/json') => ({
      rel,
      href: `${base}${path}`,
      type,
    });
    const items = '/collections/places/items';
    const collection = { ...COLLECTION, links: [link('items', items, GEOJSON)] };
    const path = request.path.slice(root.length).replace(/\/$/, '');
    switch (path) {
      case '':
        return sendJson(response, {
          title: 'Places',
          description: 'A point with a name in each country. Made with Natural Earth.',
          links: [link('self', ''), link('conformance', '/conformance'), link('data', '/collections')],
        });
      case '/conformance': {
        const part = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf';
        return sendJson(response, { conformsTo: [`${part}/core`, `${part}/geojson`] });
      }
      case '/collections':
        return sendJson(response, { links: [link('self', path)], collections: [collection] });
      case '/collections/places':
        return sendJson(response, collection);
      case items: {
        const found = places.features.filter(({ geometry }) =>
          inside(request.query.get('bbox'), geometry.coordinates),
        );
        const page = found.slice(0, Number(request.query.get('limit') ?? 1000));
        const counts = { numberMatched: found.length, numberReturned: page.length };
        const answer = {
          type: 'FeatureCollection',
          ...counts,
          links: [link('self', path, GEOJSON)],
          features: page,
        };
        return sendJson(response, answer, GEOJSON);
      }
    }
    const id = path.startsWith(`${items}/`) ? path.slice(items.length + 1) : '';
    const place = places.features.find((each) => String(each.id) === id);
    if (!place) return refuse(response, 404, 'There is nothing here.');
    sendJson(response, place, GEOJSON);
  };
}

/** Whether a point lies in a `bbox` of west, south, east, north (section 7.15.3); in any place where none is given. */
function inside(bbox: string | null, [x = 0, y = 0]: number[]): boolean {
  if (bbox === null) return true;
  const [west = -180, south = -90, east = 180, north = 90] = bbox.split(',').map(Number);
  return x >= west && x <= east && y >= south && y <= north;
}

import { blankPng } from '../../../demo/draw.ts';
import type { RecordedRequest } from '../../../demo/server.ts';
import type { MapService } from '../fastcgi.ts';
import type { Person } from './people.ts';
import { type Answer, type Route, refuse } from './strict.ts';

/** Layers that only people with a role see. */
const PROTECTED = ['borders', 'places'];
const LAYERS = ['countries', ...PROTECTED];

/** What a WMS answers to these parameters. */
export type Maps = (query: URLSearchParams) => Promise<{ type: string; body: string | Uint8Array }>;

export const simpleMaps: Maps = async (query) => {
  if (lower(query).get('request') === 'GetMap') return { type: 'image/png', body: blankPng(1, 1) };
  const layers = LAYERS.map((name) => `<Layer queryable="1"><Name>${name}</Name></Layer>`).join('\n');
  return {
    type: 'text/xml',
    body: `<WMS_Capabilities version="1.3.0"><Layer>${layers}</Layer></WMS_Capabilities>`,
  };
};

/** A real map server behind the portal, which has an account there. */
export function realMaps(service: MapService, { user, password }: { user: string; password: string }): Maps {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return async (query) => {
    const answer = await fetch(`${service.url()}?${query}`, { headers: { authorization } });
    return {
      type: answer.headers.get('content-type') ?? '',
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  };
}

const KNOWN =
  'service version request layers styles crs srs bbox width height format transparent authentication_required query_layers info_format i j';

/** The proxy before the maps: everyone gets what is public, unless it is asked to refuse whom it does not know. */
export function mapsProxy(
  maps: Maps,
  userOf: (request: RecordedRequest) => Promise<Person | null>,
  basic: boolean,
): Record<string, Route> {
  const answer = async (request: RecordedRequest): Promise<Answer> => {
    const user = await userOf(request);
    const query = new URLSearchParams(
      [...request.query].filter(([name]) => name !== 'authentication_required'),
    );
    if (user === null && request.query.has('authentication_required')) {
      return basic
        ? refuse(401, 'Sign in', 'Basic realm="Access to restricted layers"')
        : refuse(403, 'Basic auth is not enabled');
    }
    const hidden = user !== null && user.roles.length > 0 ? [] : PROTECTED;
    const asked = (lower(query).get('layers') ?? '').split(',');
    if (asked.some((name) => hidden.includes(name))) {
      const report = '<ServiceException code="LayerNotDefined">Layer not found</ServiceException>';
      return {
        status: 200,
        type: 'text/xml',
        body: `<ServiceExceptionReport>${report}</ServiceExceptionReport>`,
      };
    }
    const { type, body } = await maps(query);
    if (!/getcapabilities/i.test(request.url)) return { status: 200, type, body };
    return { status: 200, type: 'text/xml', body: without(hidden, Buffer.from(body).toString('utf8')) };
  };
  return { 'GET /mapserv_proxy': { query: KNOWN.split(' '), anyCase: true, answer } };
}

/** A capabilities document without some of its layers. */
function without(hidden: readonly string[], capabilities: string): string {
  return capabilities.replace(/<Layer queryable[\s\S]*?<\/Layer>/g, (layer) =>
    hidden.some((name) => layer.includes(`<Name>${name}</Name>`)) ? '' : layer,
  );
}

const lower = (query: URLSearchParams) =>
  new URLSearchParams([...query].map(([name, value]) => [name.toLowerCase(), value]));

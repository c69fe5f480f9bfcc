import type { ServerResponse } from 'node:http';
import { basicOf } from '../../demo/answers.ts';
import { blankPng } from '../../demo/draw.ts';
import type { Handler, RecordedRequest } from '../../demo/server.ts';

/** Who is let in where somebody is. */
export const PERSON = { username: 'visitor', password: 'pw-refusing-31c7' };

/** A layer that `hidden` lists, and `geoserver` shows, to nobody but who may see it. */
export const SECRET_LAYER = 'sewers';

/** What `hidden` and `geoserver` show to everybody who asks, or is signed in. */
export const PLAIN_LAYER = 'roads';

/**
 * Ways to refuse that an answer's headers tell, by the word in the path. None has CORS headers, as servers leave them out of
 * refusals: a page cannot read these answers.
 */
export const REFUSALS: Readonly<Record<string, [status: number, headers: Record<string, string>]>> = {
  basic: [401, { 'WWW-Authenticate': 'Basic realm="Maps", charset="UTF-8"' }],
  bearer: [401, { 'WWW-Authenticate': 'Bearer realm="Maps"' }],
  negotiate: [401, { 'WWW-Authenticate': 'Negotiate' }],
  forbidden: [403, {}],
  // Esri's: token invalid, token required.
  s498: [498, {}],
  s499: [499, {}],
  // GEODI's own, or a network's.
  s511: [511, {}],
  moved: [302, { Location: '/login?back=wms' }],
  page: [200, { 'Content-Type': 'text/html; charset=utf-8' }],
};

const LOGIN =
  '<!doctype html><title>Login</title><form method="post"><input type="password" name="p"></form>';

/** An exception report of WMS 1.3.0 (OGC 06-042, annex E.2). */
const exception = (text: string, code = 'AccessDenied') =>
  `<?xml version="1.0"?><ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc"><ServiceException code="${code}">${text}</ServiceException></ServiceExceptionReport>`;

/** Capabilities with a layer inside a group without a name, as GeoServer and QGIS Server write layer trees. */
const capabilities = (layers: readonly string[]) =>
  `<?xml version="1.0"?><WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"><Capability><Layer><Title>All</Title>${layers
    .map((name) => `<Layer><Title>Group</Title><Layer><Name>${name}</Name></Layer></Layer>`)
    .join('')}</Layer></Capability></WMS_Capabilities>`;

const FRESH = { 'Cache-Control': 'no-store' };
/** Only what says so may be read by the scripts of other sites: of anything else a page's own list tells no status. */
const READABLE = { 'Access-Control-Allow-Origin': '*', ...FRESH };
const XML = 'text/xml; charset=utf-8';

/** Answers that the headers tell nothing of, or that depend on who asks. */
const OTHERS: Readonly<Record<string, (request: RecordedRequest, response: ServerResponse) => void>> = {
  open: (request, response) => answerMap(request, response, [PLAIN_LAYER]),
  readable: (request, response) => answerMap(request, response, [PLAIN_LAYER], READABLE),
  exception: (_, response) => send(response, XML, exception('Access denied for anonymous users.')),
  fault: (_, response) => send(response, XML, exception('Layer not defined.', 'LayerNotDefined')),
  // A key is missing or wrong, and the status says that the request is.
  keyed: (_, response) => send(response, 'application/json', '{"message":"Invalid API key"}', FRESH, 400),
  // GeoServer's way of answering who may not see a layer: it is not there.
  geoserver: (request, response) => {
    const layer = request.query.get('LAYERS') ?? PLAIN_LAYER;
    if (layer === SECRET_LAYER) return send(response, XML, exception('No such layer.'), FRESH, 404);
    if (isIn(request)) answerMap(request, response, [PLAIN_LAYER]);
    else refuse(response, REFUSALS.basic!);
  },
  hidden: (request, response) =>
    answerMap(request, response, isIn(request) ? [PLAIN_LAYER, SECRET_LAYER] : [PLAIN_LAYER]),
  // Everybody gets a picture; who is signed in gets one without a stamp on it.
  watermark: (request, response) =>
    send(response, 'image/png', isIn(request) ? blankPng(2, 2) : blankPng(1, 1), FRESH),
  // Lets people in, but not the scripts of other sites.
  unreadable: (request, response) => {
    if (!isIn(request)) return refuse(response, REFUSALS.basic!);
    response.writeHead(200, { 'Content-Type': XML, ...FRESH }).end(capabilities([PLAIN_LAYER]));
  },
  // Scripts of any site may read all of it, the refusal too.
  guarded: (request, response) => {
    if (isIn(request)) answerMap(request, response, [PLAIN_LAYER], READABLE);
    else send(response, 'text/plain', 'Sign in.', { ...READABLE, ...REFUSALS.basic![1] }, 401);
  },
  // The browser's question before a request gets the same refusal as anybody without a password.
  preflight: (request, response) => {
    if (request.method === 'OPTIONS' || !isIn(request)) return refuse(response, REFUSALS.basic!);
    answerMap(request, response, [PLAIN_LAYER], READABLE);
  },
};

/**
 * Answers in one way by path: `/anything/WAY/wms` of {@link REFUSALS} or {@link OTHERS}, tiles below `/WAY/`, and Esri's errors
 * inside a 200 below `/CODE/rest/services/`.
 */
export const refusing: Handler = (request, response) => {
  const arcgis = /^\/(49[89])\/rest\/services\//.exec(request.path);
  if (arcgis) {
    const error = { code: Number(arcgis[1]), message: 'Token Required', details: [] };
    return send(response, 'application/json', JSON.stringify({ error }), FRESH);
  }
  if (request.path === '/login') return void send(response, 'text/html; charset=utf-8', LOGIN);
  const way = request.path.split('/').find((word) => word in REFUSALS || word in OTHERS) ?? '';
  const refusal = REFUSALS[way];
  if (refusal) return refuse(response, refusal);
  const other = OTHERS[way];
  if (other) return other(request, response);
  response.writeHead(404).end();
};

const isIn = (request: RecordedRequest) => {
  const who = basicOf(request);
  return who?.username === PERSON.username && who.password === PERSON.password;
};

function send(
  response: ServerResponse,
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = FRESH,
  status = 200,
): void {
  response.writeHead(status, { 'Content-Type': type, ...headers }).end(body);
}

function answerMap(
  request: RecordedRequest,
  response: ServerResponse,
  layers: readonly string[],
  headers = FRESH,
): void {
  if (/request=getcapabilities/i.test(request.url)) send(response, XML, capabilities(layers), headers);
  else send(response, 'image/png', blankPng(1, 1), headers);
}

function refuse(response: ServerResponse, [status, headers]: [number, Record<string, string>]): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', ...FRESH, ...headers }).end(LOGIN);
}

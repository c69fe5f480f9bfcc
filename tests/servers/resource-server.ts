import { type RecordingServer, startServer } from '../../demo/server.ts';

export interface ResourceServer extends RecordingServer {
  /** What a request with this Bearer token is answered. */
  statusFor(token: string): Promise<number>;
  /** Whom the provider made the token out to. */
  audienceOf(token: string): Promise<unknown>;
}

/**
 * A map server that asks the provider about every token (RFC 7662): a transparent picture's worth of text for those that
 * are good, 401 with `invalid_token` (RFC 6750, 3.1) for the rest. CORS as map servers have it.
 */
export async function startResourceServer(
  issuer: string,
  clientId: string,
  clientSecret: string,
): Promise<ResourceServer> {
  const encoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  const authorization = `Basic ${Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString('base64')}`;
  const discovered = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const introspect = async (token: string): Promise<Record<string, unknown>> => {
    const response = await fetch(discovered.introspection_endpoint, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ token }),
    });
    if (response.status !== 200)
      throw new Error(`The provider answers ${response.status} to an introspection.`);
    return response.json();
  };
  const server = await startServer(async (request, response) => {
    const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'authorization' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && (await introspect(token)).active === true) {
      return void response.writeHead(200, { ...cors, 'Content-Type': 'text/plain' }).end('a map');
    }
    const challenge =
      token === undefined ? 'Bearer realm="Maps"' : 'Bearer realm="Maps", error="invalid_token"';
    response.writeHead(401, { ...cors, 'WWW-Authenticate': challenge }).end();
  });
  return Object.assign(server, {
    statusFor: async (token: string) =>
      (await fetch(server.url(), { headers: { authorization: `Bearer ${token}` } })).status,
    audienceOf: async (token: string) => (await introspect(token)).aud,
  });
}

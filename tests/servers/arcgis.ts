import { blankPng } from '../../demo/draw.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import { createDesk, type Desk, failure, say } from './arcgis/desk.ts';
import { generateToken } from './arcgis/generate-token.ts';
import { portalOAuth } from './arcgis/oauth2.ts';

/** Path of a map service at every server, below its root; others have other names. */
export const ROADS = '/rest/services/Roads/MapServer';
const SERVICE = /^\/rest\/services\/(\w+)\/MapServer/;

export interface Arcgis extends AsyncDisposable {
  desk: Desk;
  /** A stand-alone server, and what a server of the portal is; each with its root. */
  standalone: RecordingServer & { root: string };
  federated: RecordingServer & { root: string };
  portal: RecordingServer & { root: string };
  /** Behind a web server that asks for a Windows sign-in. */
  windows: RecordingServer & { root: string };
}

const PICTURE = blankPng(1, 1);

/**
 * ArcGIS servers and a portal on this machine, after Esri's REST API reference: refusals with status 200 where JSON is asked
 * for, and real ones (498, 499) where pictures are. What they do not know is answered 400 and is a problem of the desk.
 * @param options.redirects where the portal's client may be sent back to.
 */
export async function startArcgis(options: {
  user: { username: string; password: string };
  redirects?: readonly string[];
}): Promise<Arcgis> {
  const desk = createDesk(options.user);
  const unknown: Handler = (request, response) => {
    desk.problems.push(`${request.method} ${request.path}`);
    say(response, failure(400, 'Unknown'), 400);
  };
  const start = async (host: string, folder: string, handlerAt: (root: string) => Handler) => {
    let handler: Handler = unknown;
    const server = await startServer((request, response) => handler(request, response), { host });
    const root = server.url() + folder;
    handler = handlerAt(root);
    return Object.assign(server, { root });
  };

  const portal = await start('portal.localhost', '/portal', (root) => {
    const rest = '/portal/sharing/rest';
    const oauth = portalOAuth(desk, root, options.redirects ?? []);
    return (request, response) => {
      if (request.path === `${rest}/info`) {
        desk.read(request, 'GET', 'f');
        const tokenServicesUrl = `${root}/sharing/rest/generateToken`;
        return say(response, {
          owningSystemUrl: root,
          authInfo: { tokenServicesUrl, isTokenBasedSecurity: true },
        });
      }
      // Of a server, and not of a portal.
      if (request.path === '/portal/rest/info') return void response.writeHead(404).end('Not found');
      if (request.path === `${rest}/generateToken`)
        return say(response, generateToken(desk, request, root, [federated.root]));
      return request.path.startsWith(`${rest}/oauth2/`)
        ? oauth(request, response)
        : unknown(request, response);
    };
  });

  const serverAt =
    (folder: string, authInfo: (root: string) => object) =>
    (root: string): Handler =>
    (request, response) => {
      const path = request.path.slice(folder.length);
      const info = { currentVersion: 11.1, fullVersion: '11.1.0', ...authInfo(root) };
      if (path === '/rest/info') {
        desk.read(request, 'GET', 'f');
        return say(response, info);
      }
      if (path === '/tokens/generateToken') return say(response, generateToken(desk, request, root));
      const name = SERVICE.exec(path)?.[1];
      if (name === undefined) return unknown(request, response);
      const isPicture = /\/tile\/\d+\/\d+\/\d+$/.test(path);
      desk.read(request, 'GET', ...(isPicture ? [] : ['f']), 'token?');
      const status = desk.check(request, root);
      if (!isPicture) {
        const text = status === 498 ? 'Invalid Token' : 'Token Required';
        return say(response, status === 200 ? { mapName: name, layers: [] } : failure(status, text));
      }
      const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' };
      if (status !== 200) return void response.writeHead(status, headers).end();
      response.writeHead(200, { ...headers, 'Content-Type': 'image/png' }).end(PICTURE);
    };

  const standalone = await start(
    'gis.localhost',
    '/arcgis',
    serverAt('/arcgis', (root) => ({
      authInfo: {
        isTokenBasedSecurity: true,
        tokenServicesUrl: `${root}/tokens/`,
        shortLivedTokenValidity: 60,
      },
    })),
  );
  const federated = await start(
    'maps.localhost',
    '/server',
    serverAt('/server', () => ({ owningSystemUrl: portal.root, authInfo: { isTokenBasedSecurity: true } })),
  );
  const windows = await start('win.localhost', '/arcgis', () => (_, response) => {
    const headers = { 'WWW-Authenticate': ['Negotiate', 'NTLM'], 'Access-Control-Allow-Origin': '*' };
    response.writeHead(401, headers).end('<html><title>401 - Unauthorized</title></html>');
  });

  const all = [standalone, federated, portal, windows];
  return {
    ...{ desk, standalone, federated, portal, windows },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((each) => each.close()));
    },
  };
}

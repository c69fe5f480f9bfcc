import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startChild } from './child.ts';
import { answering, freePort } from './nginx.ts';

/** What Debian's package installs its databases from; the administrator is `admin`, `password`. */
const TABLES = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const ADMINISTRATOR = { username: 'admin', password: 'password' };

/** Its pages; parts are links to other packages, which it does not follow. */
const PAGES = '/usr/share/glewlwyd/webapp';
/** Their settings; what the package puts among the pages is a folder of that name. */
const PAGE_SETTINGS = '/usr/share/glewlwyd/templates/config.json';

export interface GlewlwydClient {
  client_id: string;
  /** None for a public client. */
  password?: string;
  redirect_uri: string[];
  authorization_type: ('code' | 'refresh_token' | 'client_credentials' | 'password')[];
}

export interface Glewlwyd extends AsyncDisposable {
  readonly issuer: string;
  readonly user: { username: string; password: string; name: string };
  /**
   * What the login page's script does for a person: signs in, allows the client, goes on to the address.
   * @returns where the provider then leads.
   */
  authorize(url: string): Promise<string>;
  close(): Promise<void>;
}

/** Scopes that the user has and clients may ask for, beside `openid`. */
const SCOPES = ['maps'];
const USER = { username: 'anna', password: 'correct horse', name: 'Anna Map' };

/**
 * Starts Debian's `glewlwyd` in `folder` on a free port of 127.0.0.1, with one OpenID Connect plug-in: code with PKCE,
 * refresh tokens that serve once, client credentials, passwords, introspection and revocation.
 */
export async function startGlewlwyd(folder: string, clients: readonly GlewlwydClient[]): Promise<Glewlwyd> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const database = new DatabaseSync(join(folder, 'glewlwyd.db'));
  database.exec(readFileSync(TABLES, 'utf8'));
  database.close();
  copyPages(join(folder, 'webapp'));
  const file = join(folder, 'glewlwyd.conf');
  writeFileSync(file, configuration(folder, port));
  const child = startChild('glewlwyd', ['-c', file]);
  const issuer = `${origin}/api/oidc`;
  try {
    await Promise.race([child.failed, answering({ host: '127.0.0.1', port })]);
    await setUp(origin, issuer, clients);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    issuer,
    user: USER,
    authorize: async (url) => {
      const person = await signIn(origin, USER);
      const clientId = new URL(url).searchParams.get('client_id');
      const scope = new URL(url).searchParams.get('scope');
      await person('PUT', `auth/grant/${clientId}/`, { scope });
      const response = await person('GET', `${url}&g_continue`);
      return response.headers.get('location') ?? '';
    },
    close: child.stop,
    [Symbol.asyncDispose]: child.stop,
  };
}

async function setUp(origin: string, issuer: string, clients: readonly GlewlwydClient[]): Promise<void> {
  const administrator = await signIn(origin, ADMINISTRATOR);
  for (const name of SCOPES)
    await administrator('POST', 'scope/', { name, display_name: name, password_required: false });
  await administrator('POST', 'user/', { ...USER, scope: ['openid', 'g_profile', ...SCOPES], enabled: true });
  for (const client of clients) {
    const confidential = client.password !== undefined;
    await administrator('POST', 'client/', {
      ...client,
      confidential,
      ...(confidential ? { token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'] } : {}),
      scope: SCOPES,
      enabled: true,
    });
  }
  await administrator('POST', 'mod/plugin/', {
    module: 'oidc',
    name: 'oidc',
    display_name: 'OpenID Connect',
    order_rank: 0,
    parameters: pluginParameters(issuer),
  });
}

function copyPages(folder: string): void {
  execFileSync('cp', ['-rL', PAGES, folder]);
  rmSync(join(folder, 'config.json'), { recursive: true });
  copyFileSync(PAGE_SETTINGS, join(folder, 'config.json'));
}

/** @returns requests of the one who is signed in. A path is one of the API's; what is not answered with success throws. */
async function signIn(origin: string, { username, password }: { username: string; password: string }) {
  let cookie = '';
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(new URL(path, `${origin}/api/`), {
      method,
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (response.status >= 400)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return response;
  };
  await ask('POST', 'auth/', { username, password });
  return ask;
}

function pluginParameters(issuer: string): object {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    iss: issuer,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: privateKey,
    cert: publicKey,
    'jwks-show': true,
    'access-token-duration': 3600,
    'refresh-token-duration': 86_400,
    'code-duration': 600,
    'refresh-token-rolling': false,
    'refresh-token-one-use': 'always',
    'allow-non-oidc': true,
    'auth-type-code-enabled': true,
    'auth-type-password-enabled': true,
    'auth-type-client-enabled': true,
    'auth-type-refresh-enabled': true,
    'pkce-allowed': true,
    'introspection-revocation-allowed': true,
    'introspection-revocation-allow-target-client': true,
    'name-claim': 'mandatory',
    'name-claim-scope': [],
  };
}

const configuration = (folder: string, port: number): string => `
port=${port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:${port}"
login_url="login.html"
api_prefix="api"
static_files_path="${join(folder, 'webapp')}/"
static_files_mime_types =
(
  { extension = ".html", mime_type = "text/html", compress = 0 },
  { extension = ".css", mime_type = "text/css", compress = 0 },
  { extension = ".js", mime_type = "application/javascript", compress = 0 },
  { extension = ".json", mime_type = "application/json", compress = 0 }
)
allow_origin="*"
log_mode="file"
log_level="ERROR"
log_file="${join(folder, 'glewlwyd.log')}"
cookie_domain="127.0.0.1"
cookie_secure=0
cookie_same_site="empty"
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
user_middleware_module_path="/usr/lib/glewlwyd/user_middleware"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3", path = "${join(folder, 'glewlwyd.db')}" };
`;

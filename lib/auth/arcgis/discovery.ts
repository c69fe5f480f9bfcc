import * as v from 'valibot';
import { hostOf } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import { Address } from '../../oauth/address.ts';
import { readChallenges } from '../../services/challenges.ts';
import { isOnline, isSame, ONLINE, overHttps, rootOf } from './addresses.ts';
import { type Asking, ask, type Reply } from './request.ts';

/** What a server or portal says of itself. Roots have no slash at their end. */
export interface Server {
  root: string;
  /** `11.1`; empty where it does not say. */
  version: string;
  /** Root of the portal that it belongs to, or is; null for a stand-alone server. */
  portal: string | null;
  /** Where its own tokens are made; null where the portal makes them. */
  tokens: string | null;
}

/** Esri: *Server info* and *Portal info*, as far as it is used. */
const Info = v.object({
  currentVersion: v.optional(v.union([v.string(), v.number()])),
  fullVersion: v.optional(v.string()),
  owningSystemUrl: v.optional(v.string()),
  authInfo: v.optional(
    v.object({
      isTokenBasedSecurity: v.optional(v.boolean()),
      tokenServicesUrl: v.optional(v.string()),
    }),
  ),
});
type Info = v.InferOutput<typeof Info>;

/**
 * Asks what an address belongs to: a stand-alone server, a server of a portal, a portal.
 * @param typed any address of it.
 * @throws AppError `notArcgis`; `windowsSignIn`, `webServerSignIn` where the web server in front asks who it is;
 * `plainHttpProvider`; what the network says.
 */
export async function discover(typed: string, asking: Asking): Promise<Server> {
  const root = askedRoot(typed);
  const host = hostOf(root);
  if (isOnline(new URL(root).hostname)) return { root, version: '', portal: ONLINE, tokens: null };
  const answer = await ask(`${root}/rest/info?f=json`, asking);
  refuseWebServer(answer, host);
  const info = readInfo(answer);
  if (info === null) return discoverPortal(root, asking);
  const version = /^[\d.]{1,20}$/.exec(info.fullVersion ?? String(info.currentVersion))?.[0] ?? '';
  if (info.owningSystemUrl)
    return { root, version, portal: portalOf(info.owningSystemUrl, host), tokens: null };
  const { isTokenBasedSecurity, tokenServicesUrl } = info.authInfo ?? {};
  if (isTokenBasedSecurity === false || !tokenServicesUrl) {
    // What it asks for is said where somebody wants data.
    refuseWebServer(await ask(`${root}/rest/services?f=json`, asking), host);
    throw new AppError('webServerSignIn', [host]);
  }
  return { root, version, portal: null, tokens: addressIn(tokenServicesUrl, host) };
}

/** @throws AppError `plainHttpProvider`, and as {@link rootOf}. */
export function askedRoot(typed: string): string {
  const root = rootOf(typed);
  const asked = overHttps(root);
  if (asked === null) throw new AppError('plainHttpProvider', [hostOf(root), 'server']);
  return asked;
}

async function discoverPortal(root: string, asking: Asking): Promise<Server> {
  const info = readInfo(await ask(`${root}/sharing/rest/info?f=json`, asking));
  const host = hostOf(root);
  if (!info?.owningSystemUrl || !isSame(portalOf(info.owningSystemUrl, host), root))
    throw new AppError('notArcgis', [host]);
  return { root, version: '', portal: root, tokens: null };
}

/**
 * Where tokens for a password are made (Esri: *Generate token*).
 * @throws AppError `notArcgis` where the portal does not say.
 */
export async function tokenServiceOf({ portal, tokens }: Server, asking: Asking): Promise<string> {
  if (portal === null) return tokens ?? '';
  const sharing = `${portal}/sharing/rest`;
  if (portal === ONLINE) return `${sharing}/generateToken`;
  const info = readInfo(await ask(`${sharing}/info?f=json`, asking));
  if (!info?.authInfo?.tokenServicesUrl) throw new AppError('notArcgis', [hostOf(portal)]);
  return addressIn(info.authInfo.tokenServicesUrl, hostOf(portal));
}

/**
 * For which server the portal's token has to be exchanged; empty where a token is good as it is.
 * @param prefix the service that is to be signed in to: it may be another than the one whose address was typed.
 * @throws AppError `notFederated`: a token goes to servers alone that say themselves whose they are.
 */
export async function exchangeFor(found: Server, prefix: string, asking: Asking): Promise<string> {
  const isThere = isSame(rootOf(prefix), found.root);
  const target = isThere ? found : await discover(prefix, asking);
  const isOfPortal = target.portal !== null && found.portal !== null && isSame(target.portal, found.portal);
  if (!isThere && !isOfPortal && (target.tokens === null || target.tokens !== found.tokens))
    throw new AppError('notFederated', [hostOf(target.root), hostOf(found.portal ?? found.root)]);
  return target.portal === null || isSame(target.portal, target.root) ? '' : target.root;
}

/** `.../tokens/` is the folder of a server's token service (Esri: *Generate token*, of a server). */
function addressIn(text: string, host: string): string {
  const address = v.safeParse(Address, text.replace(/\/tokens\/?$/, '/tokens/generateToken'));
  if (address.success) return address.output;
  const [{ message }] = address.issues;
  throw message === 'plainHttpProvider'
    ? new AppError('plainHttpProvider', [hostOf(text), 'server'])
    : new AppError('notArcgis', [host]);
}

function portalOf(owningSystemUrl: string, host: string): string {
  if (!/^https?:\/\//.test(owningSystemUrl) || !URL.canParse(owningSystemUrl))
    throw new AppError('notArcgis', [host]);
  const root = askedRoot(owningSystemUrl);
  return isOnline(new URL(root).hostname) ? ONLINE : root;
}

function readInfo({ json }: Reply): Info | null {
  const read = v.safeParse(Info, json);
  if (!read.success) return null;
  const { currentVersion, owningSystemUrl, authInfo } = read.output;
  return currentVersion === undefined && !owningSystemUrl && !authInfo ? null : read.output;
}

/** A 401 comes from the web server: ArcGIS itself refuses with 498 and 499 (Esri: *web-tier authentication*). */
function refuseWebServer({ status, challenge }: Reply, host: string): void {
  if (status !== 401) return;
  const schemes = readChallenges(challenge);
  const isWindows = schemes.length > 0 && schemes.every((each) => ['negotiate', 'ntlm'].includes(each));
  throw new AppError(isWindows ? 'windowsSignIn' : 'webServerSignIn', [host]);
}

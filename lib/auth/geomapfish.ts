import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { basic } from './basic.ts';
import { FIELDS, WAYS, type Way } from './geomapfish/fields.ts';
import { lookUpPortal } from './geomapfish/look-up.ts';
import { logOut } from './geomapfish/own-login.ts';
import { askWho, nameOf, portalAddress, portalOf, readLoginUser } from './geomapfish/portal.ts';
import { BY_COOKIE, forPortal, logInAgain, SIGN_IN } from './geomapfish/ways.ts';
import type { Method, Values } from './method.ts';
import { oauth } from './oauth.ts';
import { KEPT_PASSWORD } from './oauth-held.ts';

/**
 * A GeoMapFish portal (c2cgeoportal) and the services behind it. They answer everyone with what is public, so what counts is
 * whom the portal says it knows (`/loginuser`). Beside what each way needs, the secrets hold the way and the portal: where a
 * credential goes is not read from what can be edited.
 */
export const geomapfish: Method = {
  id: 'geomapfish',
  fields: FIELDS,
  repeat: false,
  inUrl: false,
  provider: true,
  bound: true,
  lookUp: { field: 'portal', look: lookUpPortal },

  recognise({ base }) {
    const portal = portalOf(base);
    return portal === null ? null : { portal };
  },

  async signIn(values, tools) {
    const asked = tools.provider;
    if (!asked) throw new AppError('badMessage');
    const portal = portalAddress(values.portal ?? '');
    const way = wayIn(values);
    const { origin } = new URL(portal);
    await asked.mayAsk([origin]);
    await askWho(portal, asked);
    const { user, secrets, providers = [] } = await SIGN_IN[way]({ portal, values, tools, asked });
    const hasRights = Boolean(user.username) && (user.roles ?? []).length > 0;
    return {
      settings: publicOf({ ...values, portal }, way),
      secrets: {
        ...secrets,
        ...{ way, portal, person: user.username ?? '' },
        ...(secrets.receivedAt === undefined ? { receivedAt: String(asked.now()) } : {}),
      },
      who: nameOf(user),
      providers: [...new Set([origin, ...providers])],
      ...(hasRights ? {} : { note: { code: 'noRightsYet', values: [hostOf(portal)] } }),
    };
  },

  inject(settings, secrets, parameter) {
    const way = wayIn(secrets);
    if (way === 'page' || way === 'login') return BY_COOKIE;
    const method = way === 'basic' ? basic : oauth;
    return forPortal(method.inject(settings, secrets, parameter), secrets.person !== '');
  },

  witness({ portal = '', person }) {
    // Who has no account there yet is nobody to the portal.
    if (!URL.canParse(portal) || !person) return null;
    return { url: `${portal}/loginuser`, knows: ({ body }) => Boolean(readLoginUser(body)?.username) };
  },

  ends(secrets) {
    if (isToken(secrets)) return oauth.ends?.(secrets) ?? null;
    // Nobody says how long the portal keeps a session. A password does not end.
    const receivedAt = Number(secrets.receivedAt);
    const isSession = secrets.way === 'page' || secrets.way === 'login';
    return isSession && Number.isSafeInteger(receivedAt) ? { receivedAt, expiresAt: null } : null;
  },

  isRenewable: (secrets) =>
    isToken(secrets) ? (oauth.isRenewable?.(secrets) ?? false) : secrets[KEPT_PASSWORD] !== undefined,

  async renew(secrets, tools) {
    if (isToken(secrets) && oauth.renew) return oauth.renew(secrets, tools);
    await logInAgain(secrets.portal ?? '', secrets, tools);
    return { ...secrets, receivedAt: String(tools.now()) };
  },

  person: (secrets) => (secrets.person ? `${secrets.person} ${secrets.portal}` : oauth.person?.(secrets)),

  endSessionUrl: (secrets) => (secrets.way === 'openid' ? (oauth.endSessionUrl?.(secrets) ?? null) : null),

  async revoke(secrets, tools) {
    if (isToken(secrets)) return oauth.revoke?.(secrets, tools);
    if (secrets.way !== 'basic' && secrets.portal) await logOut(secrets.portal, tools);
  },
};

/** @throws AppError `badMessage` for a way that this version does not know. */
function wayIn({ way }: Values): Way {
  const known = WAYS.find((each) => each === way);
  if (known === undefined) throw new AppError('badMessage');
  return known;
}

const isToken = ({ way }: Values): boolean => way === 'oauth2' || way === 'openid';

/** What goes to disk: the public fields of that way. */
function publicOf(values: Values, way: Way): Values {
  const shown = FIELDS.filter(
    ({ secret, kind, when }) => !secret && kind !== 'note' && (!when || when.is.includes(way)),
  );
  return Object.fromEntries(
    shown.flatMap(({ name }) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
}

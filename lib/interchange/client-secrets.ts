import * as v from 'valibot';
import { hostOf, isReadableOnTheWay } from '../addresses.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { isAddress, isRedirectUri } from '../oauth/address.ts';
import { bestRedirect, isOfIsogeo, parsed, type Section, sectionIn, textsIn } from './client-secrets-text.ts';

/** An application that is registered at a provider, as its `client_secrets.json` says. */
export interface ClientSecrets {
  /** `user`: a person signs in at the provider's page. `group`: the application signs in by itself. */
  type: 'user' | 'group';
  clientId: string;
  /** Empty for a public application, which keeps no secret. */
  clientSecret: string;
  tokenUri: string;
  /** Of a user application, else empty. */
  authUri: string;
  /** Of a user application, else empty: the registered address that suits a browser best. */
  redirect: string;
  /** Null where the file says nothing. */
  scopes: string[] | null;
  /** Made by Isogeo or an installation of its platform. */
  isIsogeo: boolean;
}

const code = (name: ErrorCode) => name;
const filled = (missing: ErrorCode) =>
  v.pipe(v.optional(v.string(missing), ''), v.trim(), v.minLength(1, missing));
const address = (missing: ErrorCode) =>
  v.pipe(
    filled(missing),
    v.check(isAddress, missing),
    v.check((text) => !isReadableOnTheWay(text), code('plainHttpProvider')),
  );

const ID = v.pipe(filled('clientSecretsNoId'), v.regex(/^[\x21-\x7e]+$/, code('clientSecretsNoId')));
const SECRET = filled('clientSecretsNoSecret');
const TOKEN_URI = address('clientSecretsNoTokenUri');
const AUTH_URI = address('clientSecretsNoAuthUri');
const REDIRECT = v.pipe(
  v.optional(v.unknown(), null),
  v.transform((list) => bestRedirect(textsIn(list).filter(isRedirectUri))),
  v.string(code('clientSecretsNoRedirect')),
);

const Group = v.object({ client_id: ID, client_secret: SECRET, token_uri: TOKEN_URI });
const User = v.object({ ...Group.entries, auth_uri: AUTH_URI, redirect_uris: REDIRECT });
const PublicUser = v.object({ ...User.entries, client_secret: v.optional(v.unknown()) });

/** Where the user puts it right. */
const FIELD = 'clientSecretsFile';

/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Reads a `client_secrets.json`: Isogeo's, old or new, or Google's, which has the same shape
 * (doc-api of Isogeo, *usersapps* and *groupsapps*; google-auth, *client secrets*).
 * @param text the whole file.
 * @throws AppError with the one sentence about what is wrong: no JSON, another kind of file, or the first member that is
 * missing, empty or not what it should be.
 */
export function readClientSecrets(text: string): ClientSecrets {
  const file = parsed(text);
  if (file === undefined) throw new AppError('clientSecretsNotJson');
  const section = sectionIn(file);
  if (section === null) {
    const isAccount = (file as { type?: unknown } | null)?.type === 'service_account';
    throw new AppError(isAccount ? 'clientSecretsServiceAccount' : 'clientSecretsWrongKind');
  }
  const { members } = section;
  const isIsogeo = isOfIsogeo(section);
  const scopes = Array.isArray(members.scopes)
    ? textsIn(members.scopes).filter((scope) => SCOPE.test(scope))
    : null;
  if (isGroup(section)) {
    const { client_id, client_secret, token_uri } = read(Group, members);
    const none = { authUri: '', redirect: '' };
    return {
      ...{ type: 'group', clientId: client_id, clientSecret: client_secret, tokenUri: token_uri },
      ...{ ...none, scopes, isIsogeo },
    };
  }
  const isPublic = isPublicUser(section, isIsogeo);
  const { client_id, client_secret, token_uri, auth_uri, redirect_uris } = read(
    isPublic ? PublicUser : User,
    members,
  );
  return {
    ...{ type: 'user', clientId: client_id, clientSecret: isPublic ? '' : String(client_secret) },
    ...{ tokenUri: token_uri, authUri: auth_uri, redirect: redirect_uris, scopes, isIsogeo },
  };
}

/** What the file says itself; older ones do not, but only applications with a person have addresses to come back to. */
function isGroup({ name, members }: Section): boolean {
  const { isogeo_type, redirect_uris } = members;
  if (isogeo_type === 'group' || isogeo_type === 'user') return isogeo_type === 'group';
  return name === 'web' && textsIn(redirect_uris).length === 0;
}

/** Isogeo writes `kind: public` also for group applications; below `installed` stand the confidential ones alone. */
function isPublicUser({ name, members }: Section, isIsogeo: boolean): boolean {
  const { kind, client_secret } = members;
  if (kind === 'confidential' || (name === 'installed' && isIsogeo)) return false;
  return kind === 'public' || client_secret === undefined || client_secret === '';
}

function read<S extends v.GenericSchema>(schema: S, members: Section['members']): v.InferOutput<S> {
  const result = v.safeParse(schema, members, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const failure = issue.message as ErrorCode;
  throw new AppError(failure, failure === 'plainHttpProvider' ? [hostOf(String(issue.input)), FIELD] : []);
}

import { AppError } from '../errors.ts';
import { discover } from '../oauth/discovery.ts';
import { providerName, requestOrigins } from '../oauth/provider.ts';
import type { LookedUp, Method, ProviderTools } from './method.ts';
import { FIELDS, type Flow } from './oauth-fields.ts';
import { secretBefore } from './oauth-held.ts';
import { signInAtProvider } from './oauth-sign-in.ts';
import { TOKEN_HELD } from './oauth-token.ts';

/** No scope asked for; no word before the token. */
const MAY_BE_EMPTY = ['scopes', 'tokenScheme'];

function oauthMethod(id: string, flow: Flow): Method {
  const fields = FIELDS[flow];
  const publicFields = fields.filter(({ secret }) => !secret).map(({ name }) => name);
  return {
    id,
    fields,
    repeat: false,
    inUrl: false,
    provider: true,
    lookUp: { field: 'issuer', look: lookUpIssuer },
    ...TOKEN_HELD,

    async signIn(values, tools) {
      const typed = Object.fromEntries(
        publicFields.flatMap((name) => {
          const value = values[name];
          if (value === undefined) return [];
          // Only these say something by being empty.
          return value !== '' || MAY_BE_EMPTY.includes(name) ? [[name, value]] : [];
        }),
      );
      const clientSecret = (values.clientSecret ?? '').trim() || secretBefore(tools.before, typed);
      const isProving = typed.clientAuthentication === 'basic' || typed.clientAuthentication === 'post';
      if (clientSecret === '' && (isProving || flow === 'clientCredentials')) {
        throw new AppError('emptyField', ['clientSecret']);
      }
      return {
        ...(await signInAtProvider({ ...typed, flow }, clientSecret, values, tools)),
        settings: typed,
      };
    },
  };
}

async function lookUpIssuer(
  typed: string,
  tools: Pick<ProviderTools, 'fetch' | 'signal'>,
): Promise<LookedUp> {
  const provider = await discover(typed, tools.fetch, tools.signal);
  const origins = requestOrigins(provider, { refreshEndpoint: '' });
  return { name: providerName(provider), origins, pkce: provider.pkce !== 'no' };
}

/** Sign in at an identity provider: authorization code with PKCE (RFC 6749, 7636; OpenID Connect). */
export const oauth = oauthMethod('oauth', 'code');
/** A service of its own, without a person (RFC 6749, section 4.4). */
export const clientCredentials = oauthMethod('clientCredentials', 'clientCredentials');
/** User name and password handed to the provider (RFC 6749, section 4.3), for those that offer nothing better. */
export const passwordGrant = oauthMethod('passwordGrant', 'password');

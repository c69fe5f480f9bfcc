import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';

/** RFC 6749, 4.3, which the library leaves to its users; with a one-time code in the field `totp` where one is asked for. */
export function allowPasswords(
  provider: Provider,
  user: { username: string; password: string },
  totp: string | undefined,
): void {
  const parameters = ['username', 'password', 'totp', 'scope'];
  provider.registerGrantType(
    'password',
    async (ctx) => {
      const { client, params } = ctx.oidc;
      if (!client || !params) throw new errors.InvalidClient('no client');
      const isRight = params.username === user.username && params.password === user.password;
      if (!isRight || (totp !== undefined && params.totp !== totp)) {
        throw new errors.InvalidGrant('invalid user credentials');
      }
      const scope = String(params.scope ?? '');
      const grant = new provider.Grant({ accountId: user.username, clientId: client.clientId });
      grant.addOIDCScope(scope);
      const common = {
        accountId: user.username,
        client,
        grantId: await grant.save(),
        gty: 'password',
        scope,
      } as unknown as ConstructorParameters<typeof provider.AccessToken>[0];
      const accessToken = new provider.AccessToken(common);
      const refreshToken = new provider.RefreshToken(
        common as unknown as ConstructorParameters<typeof provider.RefreshToken>[0],
      );
      ctx.body = {
        access_token: await accessToken.save(),
        expires_in: accessToken.expiration,
        token_type: 'Bearer',
        scope,
        ...(client.grantTypeAllowed('refresh_token') ? { refresh_token: await refreshToken.save() } : {}),
      };
    },
    parameters,
  );
}

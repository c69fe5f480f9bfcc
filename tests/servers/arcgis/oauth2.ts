import { createHash, randomBytes } from 'node:crypto';
import type { Handler } from '../../../demo/server.ts';
import { type Desk, say } from './desk.ts';

/** The client that is registered at the portal. */
export const CLIENT = 'layerkey-app';

interface Code {
  challenge: string;
  redirect: string;
}

const refused = (code: number, error: string, error_description: string) => ({
  error: { code, error, error_description, message: error_description, details: [] },
});

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** A portal's OAuth 2.0 (Esri: *Authorize*, *Token*, *Revoke token*), below `.../sharing/rest/oauth2`. */
export function portalOAuth(desk: Desk, at: string, redirects: readonly string[]): Handler {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, Set<string>>();

  return (request, response) => {
    const name = request.path.split('/').at(-1);
    const html = (body: string, status = 200) =>
      void response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);

    if (name === 'authorize') {
      const asked = ['client_id', 'redirect_uri', 'response_type', 'state', 'code_challenge'];
      const fields = desk.read(request, 'GET', ...asked, 'code_challenge_method');
      const redirect = fields?.get('redirect_uri') ?? '';
      if (fields?.get('client_id') !== CLIENT || !redirects.includes(redirect))
        return html('Invalid redirect_uri', 400);
      if (fields.get('code_challenge_method') !== 'S256' || fields.get('response_type') !== 'code')
        desk.problems.push('authorize: no PKCE');
      return html(`<!doctype html><title>Sign in</title><form method="post" action="signin">
        <input name="username"><input name="password" type="password">
        <input type="hidden" name="redirect" value="${escaped(redirect)}">
        <input type="hidden" name="state" value="${escaped(fields.get('state') ?? '')}">
        <input type="hidden" name="challenge" value="${fields.get('code_challenge')}">
        <button value="go">Sign in</button></form>`);
    }
    if (name === 'signin') {
      const fields = new URLSearchParams(request.body);
      const { username, password } = desk.user;
      if (fields.get('username') !== username || fields.get('password') !== password)
        return html('Invalid username or password', 401);
      const code = randomBytes(12).toString('base64url');
      const redirect = fields.get('redirect') ?? '';
      codes.set(code, { challenge: fields.get('challenge') ?? '', redirect });
      const back = new URL(redirect);
      back.searchParams.set('code', code);
      back.searchParams.set('state', fields.get('state') ?? '');
      return void response.writeHead(302, { Location: back.href }).end();
    }
    if (name === 'token') {
      const grant = new URLSearchParams(request.body).get('grant_type');
      if (grant === 'refresh_token') {
        const fields = desk.read(request, 'POST', 'grant_type', 'client_id', 'refresh_token');
        const old = fields?.get('refresh_token') ?? '';
        if (!refreshTokens.has(old))
          return say(response, refused(498, 'invalid_request', 'Invalid refresh_token'));
        return say(response, tokens(old));
      }
      const asked = ['grant_type', 'client_id', 'code', 'redirect_uri', 'code_verifier'];
      const fields = desk.read(request, 'POST', ...asked);
      const code = codes.get(fields?.get('code') ?? '');
      codes.delete(fields?.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(fields?.get('code_verifier') ?? '')
        .digest('base64url');
      if (fields?.get('client_id') !== CLIENT)
        return say(response, refused(400, 'invalid_client_id', 'Invalid client_id'));
      if (!code || code.redirect !== fields.get('redirect_uri') || code.challenge !== challenge)
        return say(response, refused(400, 'invalid_request', 'Invalid authorization code'));
      const refreshToken = randomBytes(24).toString('base64url');
      refreshTokens.set(refreshToken, new Set());
      return say(response, {
        ...tokens(refreshToken),
        refresh_token: refreshToken,
        refresh_token_expires_in: 1209600,
      });
    }
    if (name === 'revokeToken') {
      const fields = desk.read(request, 'POST', 'client_id', 'auth_token', 'f');
      const token = fields?.get('auth_token') ?? '';
      for (const made of refreshTokens.get(token) ?? []) desk.given.delete(made);
      return say(response, { success: refreshTokens.delete(token) || desk.given.delete(token) });
    }
    desk.problems.push(`${request.method} ${request.path}`);
    html('Not found', 404);
  };

  /** Without a `token_type`, as portals answer. */
  function tokens(refreshToken: string) {
    const { token, ends, username } = desk.give(at, null);
    refreshTokens.get(refreshToken)?.add(token);
    return {
      access_token: token,
      expires_in: Math.round((ends - Date.now()) / 1000),
      username,
      ssl: desk.ssl,
    };
  }
}

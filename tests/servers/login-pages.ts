import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';

interface User {
  username: string;
  password: string;
}

interface Options {
  wrongPasswordStatus?: number;
}

/**
 * The pages that a person sees: *Sign in* with user name and password, and *Allow this client?*; both can be refused.
 * Plain forms without script: fields `username` and `password`, buttons `do` = `go` or `refuse`.
 */
export function loginPages(
  provider: Provider,
  user: User,
  { wrongPasswordStatus = 200 }: Options,
): RequestListener {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const show = (status: number, content: string) =>
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page(content));
    const form = prompt.name === 'login' ? LOGIN : CONSENT;
    if (request.method !== 'POST') return void show(200, form);

    const typed = new URLSearchParams(await bodyOf(request));
    const finish = (result: InteractionResults) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    if (typed.get('do') === 'refuse') {
      return finish({ error: 'access_denied', error_description: 'The user refused.' });
    }
    if (prompt.name === 'login') {
      const isRight = typed.get('username') === user.username && typed.get('password') === user.password;
      if (!isRight)
        return void show(wrongPasswordStatus, `<p id="wrong">Wrong user name or password.</p>${form}`);
      return finish({ login: { accountId: user.username } });
    }
    const grant = new provider.Grant({
      accountId: String(session?.accountId),
      clientId: String(params.client_id),
    });
    grant.addOIDCScope(String(params.scope));
    return finish({ consent: { grantId: await grant.save() } });
  }
  return (request, response) => {
    answer(request, response).catch((error) => response.writeHead(400).end(String(error)));
  };
}

const LOGIN = `<form method="post"><label>User name <input name="username" autofocus></label>
<label>Password <input name="password" type="password"></label>
<button name="do" value="go">Sign in</button> <button name="do" value="refuse">Cancel</button></form>`;

const CONSENT = `<form method="post"><p id="consent">Allow this client?</p>
<button name="do" value="go">Allow</button> <button name="do" value="refuse">Refuse</button></form>`;

const page = (content: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>${content}</html>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ACCESS_TOKEN, json, startScriptedProvider } from '../servers/scripted-provider.ts';
import { mapStage, PATH } from './support/map-stage.ts';
import { gone, windowAt } from './support/provider-pages.ts';
import { sentence } from './support/state.ts';

const PASTED = 'urn:ietf:wg:oauth:2.0:oob';
const CODE = 'shown-code-51';

test('a provider that shows its code in the window: pasted, signed in; a wrong one is told, and the next try works', async () => {
  await using provider = await startScriptedProvider();
  await using stage = await mapStage({ isGood: (token) => token === ACCESS_TOKEN, grant: [provider.issuer] });
  let asked = new URLSearchParams();
  provider.answers.set('/authorize', (request, response) => {
    asked = request.query;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<title>Code</title><code>${CODE}</code>`);
  });
  provider.answers.set('/token', async (request, response) => {
    const sent = new URLSearchParams(request.body);
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = sent.get('code') === CODE && challenge === asked.get('code_challenge');
    if (!isRight) return json(() => ({ error: 'invalid_grant' }), 400)(request, response);
    const nonce = asked.get('nonce');
    const id_token = await provider.idToken({ name: 'Anna Map', ...(nonce === null ? {} : { nonce }) });
    return json(() => provider.tokens({ id_token }))(request, response);
  });
  const { context } = stage.scene.browser;
  const row = stage.popup.row(PATH);
  const { host } = new URL(provider.issuer);
  const paste = async (code: string) => {
    await stage.popup.page.getByLabel(sentence('codeField')).fill(code);
    await row.press(sentence('codeSend'));
  };

  await stage.fillIn('oauth', { issuer: provider.issuer, clientId: 'public', redirect: PASTED });
  await row.says(sentence('redirectPasted'));
  await stage.send();
  const first = await windowAt(context, `${provider.issuer}/authorize`);
  expect(asked.get('redirect_uri')).toBe(PASTED);
  await paste('another-code');
  await row.says(sentence('error_codeExpired', host));
  await gone(first);
  expect(await stage.kept()).toEqual(stage.before);

  await stage.send();
  const second = await windowAt(context, `${provider.issuer}/authorize`);
  const code = await second.locator('code').innerText();
  await paste(`  ${code}\n`);
  await stage.signedIn();
  await row.says('Anna Map');
  await gone(second);
  expect(await stage.fetch()).toBe(200);
});

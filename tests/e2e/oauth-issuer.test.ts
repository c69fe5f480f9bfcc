import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startServer } from '../../demo/server.ts';
import { type ScriptedProvider, startScriptedProvider } from '../servers/scripted-provider.ts';
import { mapStage, PATH, typeIn } from './support/map-stage.ts';
import { type ProviderStage, providerStage } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';

describe('what an address leads to', () => {
  let stage: ProviderStage;
  /** One that answers as a test wants it to. */
  let provider: ScriptedProvider;
  let usual: ScriptedProvider['metadata'];

  async function start(): Promise<ProviderStage> {
    provider = await startScriptedProvider();
    usual = provider.metadata;
    return providerStage({ grant: [provider.issuer] });
  }

  const world = shared(start, undefined, (used) => used.anew());
  beforeEach(() => {
    stage = world();
    provider.metadata = usual;
    provider.answers.clear();
    provider.clear();
  });
  afterAll(() => provider?.close());

  test('the provider is found while its address is typed; what is none is told under the field', async () => {
    const { issuer, requests } = stage.provider;
    const row = stage.popup.row(PATH);
    await stage.fillIn('oauth', { issuer: '' });
    const field = stage.popup.page.locator('[data-field=issuer]');
    await field.pressSequentially(issuer, { delay: 5 });
    await row.says(sentence('providerFound', stage.host));
    // Once, when the typing paused; not for every letter.
    expect(requests.filter((each) => each.includes('.well-known'))).toHaveLength(1);

    const other = stage.scene.site.url();
    await field.fill(other);
    await row.says(sentence('error_notAProvider', new URL(other).host));
    expect(await row.text()).not.toContain(sentence('providerFound', stage.host));
    const wrong = await field.getAttribute('aria-describedby');
    expect(await stage.popup.page.locator(`[id="${wrong}"]`).innerText()).toBe(
      sentence('error_notAProvider', new URL(other).host),
    );

    await field.fill(issuer);
    await row.says(sentence('providerFound', stage.host));
    expect(await stage.kept()).toEqual(stage.before);
  });

  test('a provider that calls itself another is not used', async () => {
    provider.metadata = { ...provider.metadata, issuer: 'https://id.example.org/' };
    const { host } = new URL(provider.issuer);
    const row = stage.popup.row(PATH);
    await stage.fillIn('oauth', { issuer: provider.issuer, clientId: 'public' });
    await row.says(sentence('error_issuerMismatch', host, 'https://id.example.org/'));
    await stage.send();
    await row.says(sentence('error_issuerMismatch', host, 'https://id.example.org/'));
    expect(provider.requests.every(({ path }) => path.startsWith('/.well-known/'))).toBe(true);
    expect(await stage.kept()).toEqual(stage.before);
    // What was wrong with one address is not said of the next.
    await typeIn(stage.popup, { issuer: 'http://id.example.org' });
    await row.says(sentence('error_plainHttpProvider', 'id.example.org'));
  });

  test('a provider that was away while its address was typed, and whose tokens come from a host that is not allowed', async () => {
    const tokens = provider.url('tokens.localhost');
    provider.metadata = { ...provider.metadata, token_endpoint: `${tokens}/token` };
    const wellKnown = '/.well-known/openid-configuration';
    provider.answers.set(wellKnown, (_, response) => void response.writeHead(503).end());
    const row = stage.popup.row(PATH);
    await stage.fillIn('oauth', { issuer: provider.issuer, clientId: 'public' });
    await row.says(sentence('error_serverError', new URL(provider.issuer).host, '503'));
    provider.answers.delete(wellKnown);
    await stage.send();
    await row.says(sentence('error_providerNotAllowed', new URL(tokens).host));
    // The next click asks the browser for it.
    await expect
      .poll(() => stage.popup.page.locator('form').innerText())
      .toContain(sentence('askNote', '').split(' on ')[0]);
    expect(provider.requests.filter(({ path }) => path !== wellKnown)).toEqual([]);
    expect(await stage.kept()).toEqual(stage.before);
  });
});

test('an address that nothing answers is not reachable, also after the click; the form stays as it was', async () => {
  await using stage = await providerStage();
  const { issuer } = stage.provider;
  const row = stage.popup.row(PATH);
  await stage.provider.close();
  await stage.fillIn('oauth', { clientId: 'layerkey' });
  await row.says(sentence('error_unreachable', stage.host));
  await stage.send();
  await row.says(sentence('error_unreachable', stage.host));
  await expect.poll(() => stage.popup.page.locator('[data-field=issuer]').inputValue()).toBe(issuer);
  expect(await stage.kept()).toEqual(stage.before);
});

test('without a scheme it is https', async () => {
  await using id = await startServer(
    (_, response) => {
      const issuer = id.url();
      const at = (path: string) => `${issuer}/${path}`;
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(
          JSON.stringify({ issuer, authorization_endpoint: at('authorize'), token_endpoint: at('token') }),
        );
    },
    { tls: true, host: 'id.localhost' },
  );
  await using stage = await mapStage({
    isGood: () => false,
    grant: [id.url()],
    ignoreCertificateErrors: true,
  });
  await stage.fillIn('oauth', { issuer: `id.localhost:${id.port}` });
  await stage.popup.row(PATH).says(sentence('providerFound', `id.localhost:${id.port}`));
});

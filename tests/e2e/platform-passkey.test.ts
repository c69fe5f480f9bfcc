import { afterEach, describe, expect, test } from 'vitest';
import type * as passkey from '../../lib/platform/passkey.ts';
import { addAuthenticator } from './drivers/authenticator.ts';
import { launchChromium } from './drivers/chromium.ts';
import { launchFirefox } from './drivers/firefox.ts';
import { vaultProbe } from './drivers/vault-probe.ts';
import { until } from './drivers/wait.ts';

/** `lib/platform/passkey.ts` in real pages of an extension; what they and the tests know about passkeys there. */

const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of after.splice(0).reverse()) await end();
});

type Stored = passkey.StoredPasskey;
const possible = () => (globalThis as unknown as typeof passkey).passkeysPossible();
const create = () => (globalThis as unknown as typeof passkey).createPasskey();
const get = (of: Stored[]) => (globalThis as unknown as typeof passkey).getPasskeyOutput(of);
const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').length;

async function start(options: { prf?: boolean } = {}) {
  const chromium = await launchChromium({ extension: await vaultProbe('chrome') });
  after.push(chromium.close);
  const url = `chrome-extension://${chromium.extensionId}/page.html`;
  const page = await chromium.newPage(url);
  return { chromium, url, page, authenticator: await addAuthenticator(page, options) };
}

describe('Chromium', () => {
  test('a passkey gives the same 32 bytes each time, through navigation and a reload of the extension', async () => {
    const { chromium, page, url, authenticator } = await start();
    expect(await page.evaluate(possible)).toBe(true);
    const made = await page.evaluate(create);
    expect(made).toMatchObject({
      id: expect.stringMatching(/^[\w-]+$/),
      salt: expect.stringMatching(/^[\w-]+$/),
    });
    expect([bytes(made?.salt), bytes(made?.output)]).toEqual([32, 32]);
    const same = { id: made?.id, output: made?.output };
    expect(await page.evaluate(get, [made as Stored])).toEqual(same);
    expect(await authenticator.passkeys()).toEqual([
      { id: made?.id, rpId: `chrome-extension://${chromium.extensionId}` },
    ]);
    await page.goto('about:blank');
    await chromium.reloadExtension();
    await page.goto(url);
    expect(await page.evaluate(get, [made as Stored])).toEqual(same);
    const otherSalt = { id: made?.id ?? '', salt: Buffer.alloc(32, 7).toString('base64url') };
    const other = await page.evaluate(get, [otherSalt]);
    expect(bytes(other?.output)).toBe(32);
    expect(other?.output).not.toBe(made?.output);
  });

  test('of several passkeys any one answers, with its own salt', async () => {
    const { page, authenticator } = await start();
    const made = [await page.evaluate(create), await page.evaluate(create)].filter((one) => one !== null);
    expect(made).toHaveLength(2);
    const first = await page.evaluate(get, made);
    expect(made.map(({ id, output }) => ({ id, output }))).toContainEqual(first);
    await authenticator.forget(first?.id ?? '');
    const second = made.find(({ id }) => id !== first?.id);
    expect(await page.evaluate(get, made)).toEqual({ id: second?.id, output: second?.output });
    await authenticator.forget(second?.id ?? '');
    expect(await page.evaluate(get, made)).toBeNull();
  });

  test('where making a passkey gives no bytes it is asked at once; the user is checked, and what was given is wiped', async () => {
    const { page } = await start();
    const { made, left, checks } = await page.evaluate(async () => {
      const { credentials } = navigator;
      const [make, ask] = [credentials.create.bind(credentials), credentials.get.bind(credentials)];
      const userChecks: (string | undefined)[] = [];
      let asked: PublicKeyCredential | undefined;
      credentials.create = async (options) => {
        userChecks.push(options?.publicKey?.authenticatorSelection?.userVerification);
        const real = (await make(options)) as PublicKeyCredential;
        real.getClientExtensionResults = () => ({ prf: { enabled: true } });
        return real;
      };
      credentials.get = async (options) => {
        userChecks.push(options?.publicKey?.userVerification);
        asked = (await ask(options)) as PublicKeyCredential;
        return asked;
      };
      const answer = await (globalThis as unknown as typeof passkey).createPasskey();
      const first = asked?.getClientExtensionResults().prf?.results?.first as ArrayBuffer;
      return { made: answer, left: [...new Uint8Array(first)], checks: userChecks };
    });
    expect(bytes(made?.output)).toBe(32);
    expect(left).toEqual(Array(32).fill(0));
    // The browser asks for the check with PRF anyhow, but another one might not.
    expect(checks).toEqual(['required', 'required']);
    await page.reload();
    expect(await page.evaluate(get, [made as Stored])).toEqual({ id: made?.id, output: made?.output });
  });

  test('an authenticator without PRF gives nothing', async () => {
    const { page } = await start({ prf: false });
    expect(await page.evaluate(create)).toBeNull();
  });

  test('without the check of the user there is nothing, and after the time limit it ends', async () => {
    const { page, authenticator } = await start();
    const made = await page.evaluate(create);
    await authenticator.setUserVerified(false);
    expect(await page.evaluate(get, [made as Stored])).toBeNull();
    expect(await page.evaluate(create)).toBeNull();
    await authenticator.setUserVerified(true);
    await authenticator.setPresent(false);
    // Nobody is asked where there is nothing to ask for.
    expect(await page.evaluate(get, [])).toBeNull();
    const limited = await page.evaluate(async (stored: Stored) => {
      const limits: number[] = [];
      AbortSignal.timeout = (ms) => {
        limits.push(ms);
        const clock = new AbortController();
        setTimeout(() => clock.abort(), 200);
        return clock.signal;
      };
      const { createPasskey, getPasskeyOutput } = globalThis as unknown as typeof passkey;
      return { limits, answers: [await getPasskeyOutput([stored]), await createPasskey()] };
    }, made as Stored);
    expect(limited).toEqual({ limits: [120_000, 120_000], answers: [null, null] });
  });

  test('another extension, or the same under another id, cannot use the passkey', async () => {
    const [one, two] = [await vaultProbe('chrome'), await vaultProbe('chrome')];
    const both = [`--load-extension=${one},${two}`, `--disable-extensions-except=${one},${two}`];
    const chromium = await launchChromium({ extension: one, args: both });
    after.push(chromium.close);
    const origins = await until('both workers', () => {
      const found = new Set(
        chromium.context.serviceWorkers().map((worker) => worker.url().split('/').slice(0, 3).join('/')),
      );
      return found.size === 2 && [...found];
    });
    const page = await chromium.newPage(`${origins[0]}/page.html`);
    await addAuthenticator(page);
    const made = await page.evaluate(create);
    await page.goto(`${origins[1]}/page.html`);
    expect(await page.evaluate(get, [made as Stored])).toBeNull();
    const claimed = await page.evaluate(
      (rpId: string) =>
        navigator.credentials
          .get({ publicKey: { challenge: new Uint8Array(32), rpId } })
          .catch((error: Error) => error.name),
      origins[0] ?? '',
    );
    expect(claimed).toBe('SecurityError');
    await page.goto(`${origins[0]}/page.html`);
    expect(await page.evaluate(get, [made as Stored])).toEqual({ id: made?.id, output: made?.output });
  });
});

test('Firefox refuses passkeys of an extension, with an authenticator at hand too', async () => {
  const prefs = {
    'security.webauth.webauthn_enable_softtoken': true,
    'security.webauth.webauthn_enable_usbtoken': false,
  };
  const firefox = await launchFirefox({
    extension: await vaultProbe('firefox', ['http://localhost/*']),
    prefs,
  });
  after.push(firefox.close);
  const page = await firefox.openExtensionPage('page.html');
  await firefox.marionette.send('WebAuthn:AddVirtualAuthenticator', {
    protocol: 'ctap2_1',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserConsenting: true,
    isUserVerified: true,
  });
  const make = (rpId: string | null) =>
    page.evaluate(async (id: string | null) => {
      const publicKey: PublicKeyCredentialCreationOptions = {
        challenge: new Uint8Array(32),
        rp: { name: 'Probe', ...(id ? { id } : {}) },
        user: { id: new Uint8Array(16), name: 'Probe', displayName: 'Probe' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { userVerification: 'required' },
        extensions: { prf: { eval: { first: new Uint8Array(32) } } },
      };
      return navigator.credentials.create({ publicKey }).then(
        (made) => (made as PublicKeyCredential).getClientExtensionResults().prf?.enabled,
        (error: Error) => error.name,
      );
    }, rpId);
  expect(await make(null)).toBe('SecurityError');
  expect(await make(new URL(firefox.extensionOrigin).host)).toBe('SecurityError');
  // What works is a passkey of a site whose host permission is held; it would be that site's, so it is no way out.
  expect(await make('localhost')).toBe(true);
  expect(await page.evaluate(possible)).toBe(false);
  expect(await page.evaluate(create)).toBeNull();
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrowserName } from './drivers/either-browser.ts';
import { until } from './drivers/wait.ts';
import {
  BASIC,
  type CertifiedStage,
  certifiedStage,
  ELSEWHERE,
  PASSWORD,
  type Path,
  TOKEN,
} from './support/certified-stage.ts';
import { sentence } from './support/state.ts';

const withPassword = (Password: string) => ({
  method: 'Password',
  fields: { 'User name': 'visitor', Password },
});

async function signIn(stage: CertifiedStage, path: Path): Promise<void> {
  await stage.openForm(path);
  await stage.fill(path, withPassword(PASSWORD));
  await stage.press(path, /^Sign in$/);
}

/** The certificate is good when the page is opened, and one that nobody trusts from then on. */
describe.each<BrowserName>(['chrome', 'firefox'])('a certificate that is not trusted: %s', (name) => {
  let stage: CertifiedStage;
  beforeAll(async () => {
    stage = await certifiedStage(name);
    stage.distrust();
  });
  afterAll(() => stage?.stop());

  test('a password is not sent, and the row says why', async () => {
    await signIn(stage, '/plain/ows');
    await stage.says('/plain/ows', sentence('error_certificateProblem', stage.host));
    expect(stage.service.requests).toEqual([]);
  });

  test('once the user went on in a tab, it is sent once, and signs in', async () => {
    await stage.accept();
    stage.distrust();
    await stage.fill('/plain/ows', withPassword(PASSWORD));
    await stage.press('/plain/ows', /^Sign in$/);
    await stage.says('/plain/ows', 'Signed in');
    expect(stage.signed('/plain/ows').map(({ headers }) => headers.authorization)).toEqual([BASIC]);
    expect(await stage.ask('/plain/ows')).toBe(200);
    expect(stage.signed('/plain/ows').at(-1)).toMatchObject({
      query: new URLSearchParams('SERVICE=WMS&REQUEST=GetMap'),
      headers: { authorization: BASIC },
    });
  });
});

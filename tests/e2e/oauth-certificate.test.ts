import { expect, test } from 'vitest';
import { startServer } from '../../demo/server.ts';
import { PATH } from './support/map-stage.ts';
import { providerStage } from './support/provider-stage.ts';
import { sentence } from './support/state.ts';

test('a provider whose certificate the browser does not trust is told apart from one that is not there', async () => {
  await using untrusted = await startServer((_, response) => void response.end('{}'), { tls: true });
  const gone = await startServer((_, response) => void response.end('{}'));
  await gone.close();
  await using stage = await providerStage({ grant: [untrusted.url(), gone.url()] });
  const row = stage.popup.row(PATH);
  await stage.fillIn('oauth', { issuer: untrusted.url(), clientId: 'layerkey' });
  await row.says(sentence('error_certificateProblem', new URL(untrusted.url()).host));
  await stage.popup.page.locator('[data-field=issuer]').fill(gone.url());
  await row.says(sentence('error_unreachable', new URL(gone.url()).host));
  expect(untrusted.requests).toEqual([]);
});

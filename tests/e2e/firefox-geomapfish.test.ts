import { expect, test } from 'vitest';
import { startGeoMapFish } from '../servers/geomapfish.ts';
import { until } from './drivers/wait.ts';
import { chooseWay, launchBuilt, popupOver } from './support/firefox-harness.ts';
import { capabilitiesOf, layersIn } from './support/portal-stage.ts';
import { sentence } from './support/state.ts';

test('a session that a portal gives to Layerkey in Firefox is the one that its own page has', async () => {
  const anna = { display_name: 'Anna Map', password: 'Str0ng-portal-1', roles: ['editor'] };
  await using portal = await startGeoMapFish({ people: { anna } });
  const firefox = await launchBuilt();
  try {
    const page = await firefox.newPage(`${portal.url}/`);
    const layersSeen = async () =>
      layersIn(
        await page.evaluate<string>(
          (url: string) => fetch(url).then((answer) => answer.text()),
          capabilitiesOf(portal),
        ),
      );
    expect(await layersSeen()).toEqual(['countries']);
    const popup = await popupOver(firefox, page);
    const row = popup.row(portal.host);
    await until('the service to be found open', async () =>
      (await popup.text()).includes(sentence('groupOpen', '1')),
    );
    await popup.page.click('details.group > summary');
    await row.press(/^Sign in/);
    await chooseWay(row, sentence('method_geomapfish'));
    await popup.page.evaluate<void>(() => {
      const way = document.querySelector<HTMLSelectElement>('[data-field=way]');
      if (way) way.value = 'login';
      way?.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await popup.page.fill('[data-field=username]', 'anna');
    await popup.page.fill('[data-field=password]', 'Str0ng-portal-1');
    await row.press(/^Sign in$/);
    await row.says(sentence('status_signedIn'));
    await row.says('Anna Map');
    expect(await layersSeen()).toEqual(['countries', 'borders', 'places']);
    expect(portal.requests.at(-1)?.headers.cookie).toContain('auth_tkt=');

    // And signing out ends it.
    await row.menu(sentence('menuSignOut'));
    await until('the session to end', async () => (await layersSeen())?.length === 1);
    expect(portal.problems).toEqual([]);
  } finally {
    await firefox.close();
  }
});

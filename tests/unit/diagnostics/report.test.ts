import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventOf } from '../../../lib/diagnostics/events.ts';
import { reportText } from '../../../lib/diagnostics/report.ts';
import { type DiagnosticsParts, diagnosticsView } from '../../../lib/diagnostics/view.ts';
import { newGuard } from '../../../lib/guard/state.ts';
import type { Injection } from '../../../lib/rules/injection.ts';
import { foundIn } from '../../e2e/support/secret-search.ts';
import { account, saved, source } from '../../fakes/records.ts';
import { NOW, PREFIX, parts, rulesFor } from './scene.ts';

const textOf = (of: DiagnosticsParts) => reportText(diagnosticsView(of));

test('the whole report, in this order', () => {
  expect(textOf(parts({ rules: parts().rules.filter(({ condition }) => condition.urlFilter) }))).toBe(
    `Versions
  Layerkey 0.1.0 (manifest 3)
  Chromium 156, linux x86-64

Permissions
  api: storage
  hosts: https://geo.example.com/*, https://maps.example.org/*

Rules by source
  geo.example.com (WMS)
    sets authorization: •••, cache-control: ••• (3)
      |https://geo.example.com/geoserver/ows[/?|]
      from: maps.example.org; not from: below.maps.example.org; page on top: maps.example.org; types: image, media, other, xmlhttprequest; methods: get, head

Sign-ins
  geo.example.com | basic | signedIn | since 2026-05-03T12:00:00.000Z | guard active, round 3

Settings
  lockAfterMinutes: 15
  lockWithComputer: true
  sharedComputer: false
  noticeEverywhere: false
  hiddenWarnings: old.example.com

Events, newest first
  2026-05-03T12:00:01.000Z refused geo.example.com 401 3 times
  2026-05-03T12:00:00.000Z signedIn geo.example.com
`,
  );
});

test('with nothing in it every part says so', () => {
  const text = textOf(
    parts({
      ...{ rules: [], accounts: new Map(), guards: new Map(), events: [] },
      saved: { sources: [], accounts: [], grants: [], keyVault: [] },
      permissions: { hosts: [], api: [] },
    }),
  );
  for (const title of ['Rules by source', 'Sign-ins', 'Events, newest first'])
    expect(text).toContain(`${title}\n  none\n`);
});

test('the same things in another order give the same text', () => {
  const accounts = [account(), account({ id: 'accoun2', method: 'key', origins: ['https://a.example'] })];
  const hosts = ['https://b.example/*', 'https://a.example/*'];
  const one = parts({ saved: saved({ accounts }), permissions: { hosts, api: [] } });
  const other = parts({
    saved: saved({ accounts: accounts.toReversed() }),
    permissions: { hosts: hosts.toReversed(), api: [] },
  });
  expect(textOf(other)).toBe(textOf(one));
});

test('a sign-in that the records know and the session does not', () => {
  const text = textOf(parts({ accounts: new Map(), guards: new Map() }));
  expect(text).toContain('geo.example.com | basic | no status\n');
});

test('nothing that is planted anywhere gets into the text', () => {
  // Beyond ASCII too; none is part of what belongs into the text.
  const secret = fc.stringMatching(/^Pl4nted[A-Za-z0-9äß?&=+/%-]{6,30}$/);
  const kinds = fc.constantFrom<Injection['kind']>('headers', 'query', 'path');
  fc.assert(
    fc.property(
      fc.record({ password: secret, user: secret, token: secret, query: secret, link: secret }),
      kinds,
      fc.constantFrom('', '/', ';key='),
      ({ password, user, token, query, link }, kind, text) => {
        const secrets = [password, user, token, query, link];
        const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
        const injections: Record<Injection['kind'], Injection> = {
          headers: {
            kind: 'headers',
            headers: [
              { name: 'authorization', value: basic },
              { name: 'x-api-key', value: token },
            ],
          },
          query: {
            kind: 'query',
            parameters: [
              { name: 'token', value: token },
              { name: 'username', value: user },
            ],
          },
          path: { kind: 'path', text, value: token },
        };
        const address = `https://${encodeURIComponent(user)}:${encodeURIComponent(password)}@geo.example.com/${encodeURIComponent(link)}?q=${encodeURIComponent(query)}`;
        const given = parts({
          rules: rulesFor(injections[kind]),
          saved: saved({
            sources: [source({ name: user, sample: `${PREFIX}?REQUEST=GetMap&token=${token}&q=${query}` })],
            accounts: [account({ who: user, settings: { username: user, clientId: token } })],
          }),
          accounts: new Map([
            ['accoun1', { status: 'signedIn', why: 'signedOut', since: NOW, endSession: address }],
          ]),
          guards: new Map([
            ['accoun1', { ...newGuard(NOW), regardless: [`status ${address}`, `login ${query}`] }],
          ]),
          events: [
            eventOf(NOW, 'refused', address, address),
            // As if somebody else had written them.
            { at: NOW, code: 'failure', host: address, detail: `key=${token}`, times: 1 },
          ],
        });
        const everything = [
          JSON.stringify(given),
          JSON.stringify([...given.accounts, ...given.guards]),
        ].join();
        // Control: each of them is there, and found.
        expect(foundIn(everything, secrets).sort()).toEqual([...new Set(secrets)].sort());
        const view = diagnosticsView(given);
        expect(foundIn(reportText(view), secrets)).toEqual([]);
        expect(foundIn(JSON.stringify(view), secrets)).toEqual([]);
      },
    ),
  );
});

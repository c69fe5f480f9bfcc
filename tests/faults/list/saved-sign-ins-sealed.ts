// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

const DISK = 'Nothing readable on disk';
const LOST = 'Nothing lost';
const EDITED = 'A credential cannot be redirected by editing';
const SEARCHED = 'tests/e2e/vault-disk.test.ts :: after it was closed';
const SECRECY = 'tests/unit/vault/secrecy.test.ts';
const SWAPPED = 'tests/unit/vault/swapped.test.ts';
const ENTRY = 'tests/unit/vault/entry.test.ts';
const HOSTILE = 'tests/unit/vault/hostile-cost.test.ts';
const REMEMBERING = 'tests/unit/sign-in/remembering.test.ts';
const BACKUPS = 'tests/unit/sign-in/backups.test.ts';

/** Promises 2, 5 and 10, for what is remembered. */
export const SAVED_SIGN_INS_SEALED: Fault[] = [
  {
    promise: DISK,
    what: 'What is remembered is written unsealed beside what is sealed',
    file: 'lib/vault/entries.ts',
    find: 'entries.set(credential.accountId, jwe);',
    replace:
      'entries.set(credential.accountId, jwe);\n    entries.set(`${credential.accountId}:plain`, JSON.stringify(credential));',
    tests: [SECRECY, SEARCHED],
  },
  {
    promise: DISK,
    what: 'The data key is kept in storage.local',
    file: 'entrypoints/background/worker.ts',
    find: 'const vault = await openVault(localStorageArea, keyPlaceIn(session));',
    replace:
      "const place = keyPlaceIn(session);\n  const write = (key: string) => place.write(key).then(() => localStorageArea.set({ 'open-key': key }));\n  const vault = await openVault(localStorageArea, { ...place, write });",
    tests: [SEARCHED],
  },
  {
    promise: DISK,
    what: 'A passphrase is typed into a plain text field',
    file: 'components/vault/PassphraseField.tsx',
    find: 'type="password"',
    replace: 'type="text"',
    // On the disk it does not show by itself: behind it stands the form, which the browser may not remember either.
    tests: ['tests/components/remember.test.tsx'],
  },
  {
    promise: DISK,
    what: 'The first passphrase is kept with the half-typed form',
    file: 'components/SignInForm.tsx',
    find: '<RememberStep\n          vault={vault}\n          actions={actions}\n',
    replace: `<RememberStep
          vault={vault}
          actions={{
            ...actions,
            createVault: (passphrase) => {
              actions.keepDraft(row, { ...draft, fields: { ...draft.fields, passphrase } });
              return actions.createVault(passphrase);
            },
          }}
`,
    tests: ['tests/components/remember.test.tsx :: never kept with the form'],
  },
  {
    promise: DISK,
    what: 'The passphrase stays in the memory of the session after opening',
    file: 'entrypoints/background/vault-commands.ts',
    find: 'unlock: ({ passphrase }) => open(unlocking.unlock(passphrase)),',
    replace:
      "unlock: ({ passphrase }) =>\n      open(unlocking.unlock(passphrase).then(() => session.set('notice', 'storageFailed', { code: 'storageFailed', values: [passphrase] }))),",
    tests: ['tests/e2e/vault.test.ts :: no passphrase is held'],
  },
  {
    promise: DISK,
    what: 'A backup holds the sign-ins in the clear beside the sealed ones',
    file: 'lib/vault/backup.ts',
    find: '    made: date,\n    passphrase: vault.record.passphrase,',
    replace: '    made: date,\n    plain: credentials,\n    passphrase: vault.record.passphrase,',
    tests: [SECRECY, SEARCHED],
  },
  {
    promise: DISK,
    what: 'Signing out keeps the entry on the disk',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await leave(accountIds, why);\n      await credentials.forgetSaved(accountIds);',
    replace: 'await leave(accountIds, why);',
    tests: [`${REMEMBERING} :: sign out: off this device`],
  },
  {
    promise: DISK,
    what: 'Forgetting a site keeps what it alone used on the disk',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await credentials.forgetSaved(gone);\n      await session',
    replace: 'await session',
    tests: [REMEMBERING],
  },
  {
    promise: DISK,
    what: 'Forgetting a site keeps its accounts',
    file: 'lib/sign-in/taking-back.ts',
    find: 'await forget((saved) => withoutSite(saved, site));',
    replace:
      'await forget((saved) => ({ ...withoutSite(saved, site), accounts: saved.accounts, sources: saved.sources }));',
    tests: [REMEMBERING],
  },
  {
    promise: DISK,
    what: 'On a shared computer a vault can be begun',
    file: 'entrypoints/background/vault-commands.ts',
    find: "if (settings.now().sharedComputer) throw new AppError('sharedComputer');",
    replace: 'void AppError;',
    tests: ['tests/background/vault-commands.test.ts :: on a shared computer'],
  },
  {
    promise: DISK,
    what: 'A wrap that costs next to nothing is opened',
    file: 'lib/vault/wrap.ts',
    find: 'm: within(65_536, 1_048_576),',
    replace: 'm: within(8, 1_048_576),',
    tests: [HOSTILE],
  },
  {
    promise: 'Bad input is answered',
    what: 'A wrap may ask for any memory',
    file: 'lib/vault/wrap.ts',
    find: 'm: within(65_536, 1_048_576),',
    replace: 'm: within(65_536, 4_294_967_295),',
    tests: [HOSTILE],
  },
  {
    promise: DISK,
    what: 'Wrong passphrases are not counted on the disk: each new worker lets one try at once',
    file: 'lib/vault/unlocking.ts',
    find: 'attempts = failed(attempts, now());\n      await keep();',
    replace: 'attempts = failed(attempts, now());',
    tests: ['tests/unit/vault/attempts.test.ts :: wrong ones are counted on the disk'],
  },
  {
    promise: DISK,
    what: 'A passphrase is changed without the current one',
    file: 'lib/vault/keys.ts',
    find: 'const dataKey = await access.unlocking.tryOnce(() => unwrapWithPassphrase(record.passphrase, current));',
    replace:
      'const dataKey = access.held.bytes() ?? new Uint8Array();\n  void [unwrapWithPassphrase, current];',
    tests: ['tests/unit/vault/keys.test.ts :: the passphrase is changed only by who knows it'],
  },
  {
    promise: EDITED,
    what: 'What is sealed says nothing of where it may go',
    file: 'lib/vault/entry.ts',
    find: 'return sealJson(credential, key,',
    replace: 'return sealJson({ ...credential, destinations: [] }, key,',
    tests: ['tests/unit/vault/vault.test.ts', 'tests/e2e/vault.test.ts :: one passphrase later'],
  },
  {
    promise: EDITED,
    what: 'An edited source is asked with the saved password',
    file: 'lib/sign-in/recheck.ts',
    find: 'if (sealedFor(credential, source, grant) !== null) return [{ account, source, grant }];',
    replace: 'return [{ account, source, grant }];',
    tests: ['tests/unit/sign-in/unlocking.test.ts :: an edited source is changed'],
  },
  {
    promise: EDITED,
    what: 'What was taken back while locked comes back at the next opening',
    file: 'lib/sign-in/unlocking.ts',
    find: '...withoutTakenBack(credential, saved), remembered: true',
    replace: '...(withoutTakenBack && credential), remembered: true',
    tests: ['tests/unit/sign-in/taken-back-while-locked.test.ts'],
  },
  {
    promise: EDITED,
    what: 'An older entry that was put back is used',
    file: 'lib/vault/examine.ts',
    find: "if (tagOf(jwe) !== tag) return readHeader(jwe) === null ? 'damaged' : 'altered';",
    replace: 'void [tagOf, tag, readHeader];',
    tests: [
      `${SWAPPED} :: one entry rolled back`,
      'tests/unit/sign-in/unreadable.test.ts :: an older entry put back',
    ],
  },
  {
    promise: EDITED,
    what: "Another account's entry opens under this one's id",
    file: 'lib/vault/entry.ts',
    find: "await openJson(jwe, key, 'layerkey-entry', { acc: accountId }));\n  return result.success && result.output.accountId === accountId ? result.output : null;",
    replace: `await openJson(jwe, key, 'layerkey-entry', {
    acc: JSON.parse(atob(String(jwe).split('.')[0] ?? '')).acc,
  }));
  void accountId;
  return result.success ? result.output : null;`,
    tests: [ENTRY],
  },
  {
    promise: EDITED,
    what: 'What is sealed as one thing opens as another',
    file: 'lib/vault/jwe.ts',
    find: 'if (header === null || !isSame(header, headerFor(kind, extra))) return null;',
    replace: 'if (header === null) return null;\n  void [isSame, kind, extra];',
    tests: ['tests/unit/vault/jwe.test.ts'],
  },
  {
    promise: LOST,
    what: 'A vault of a newer version is written over',
    file: 'lib/vault/record.ts',
    find: "if (isNewer(found)) return { state: 'newer', record: null, entries };",
    replace: "if (isNewer(found)) return { state: 'none', record: null, entries };",
    tests: ['tests/unit/vault/newer.test.ts'],
  },
  {
    promise: LOST,
    what: 'Entry and index are written one after the other',
    file: 'lib/vault/entries.ts',
    find: 'await access.put({ ...open, index }, entries, write);',
    replace:
      '{\n    await access.put(open, entries, write);\n    await access.put({ ...open, index }, undefined, write);\n  }',
    tests: ['tests/unit/vault/storage-trouble.test.ts'],
  },
  {
    promise: LOST,
    what: 'A changed password is confirmed before it is saved',
    file: 'lib/sign-in/credentials.ts',
    find: 'await remember([held], newcomer);',
    replace: 'setTimeout(() => void remember([held], newcomer), 300);',
    tests: ['tests/e2e/vault-crash.test.ts'],
  },
  {
    promise: LOST,
    what: 'Restoring writes the sign-ins first, and the records after',
    file: 'lib/sign-in/backups.ts',
    find: 'await vault.saveAll(credentials, async (items) => void (await store.change(edit, items)));',
    replace: 'await vault.saveAll(credentials);\n      await store.change(edit);',
    tests: [`${BACKUPS} :: where something is saved`],
  },
  {
    promise: LOST,
    what: 'A backup of which only a part opens is restored by that part',
    file: 'lib/vault/backup.ts',
    find: "if (credentials.length !== index.size || entries.length !== index.size) {\n    throw new AppError('backupUnreadable');\n  }",
    replace: '',
    tests: ['tests/unit/vault/backup.test.ts'],
  },
];

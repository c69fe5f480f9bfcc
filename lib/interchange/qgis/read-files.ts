import { toFailure } from '../../errors.ts';
import { contentOf } from './given-files.ts';
import type { Exchange } from './port.ts';
import { recordsOf } from './records.ts';
import { applicationRow, connectionRow, type FullRow, signInRow } from './rows.ts';

/** See {@link Exchange.read}. */
export const readFiles: Exchange['read'] = async (files, passwords, known) => {
  const rows: FullRow[] = [];
  const locked: { name: string; failure: ReturnType<typeof toFailure> | null }[] = [];
  const failures: { name: string; failure: ReturnType<typeof toFailure> }[] = [];
  for (const [file, { name, bytes }] of files.entries()) {
    try {
      const content = await contentOf(bytes, passwords.get(name));
      if (content.what === 'locked') locked.push({ name, failure: null });
      const made =
        content.what === 'connections'
          ? content.connections.map((connection) => connectionRow(connection, known))
          : content.what === 'configurations'
            ? content.configurations.map((configuration) => signInRow(configuration, known, name))
            : content.what === 'application'
              ? [applicationRow(content, known)]
              : [];
      rows.push(...made.map((row, index) => ({ ...row, key: `${file}.${index}` })));
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'exchangePassword') locked.push({ name, failure });
      else failures.push({ name, failure });
    }
  }
  linkSignIns(rows, known);
  return { rows, locked, failures, records: (choices) => recordsOf(rows, choices, known) };
};

/** Says with each connection which sign-in its authcfg stands for: one of these files, or one that is saved. */
function linkSignIns(rows: FullRow[], known: Parameters<Exchange['read']>[2]): void {
  for (const row of rows) {
    const { source } = row;
    if (!source || source.authcfg === '') continue;
    const given = rows.find(({ configuration }) => configuration?.id === source.authcfg);
    const saved = known.signIns.find(({ id, qgis }) => (qgis?.id || id) === source.authcfg);
    const found = given?.signIn ?? saved;
    if (found) {
      row.method = found.method;
      row.who = found.who;
      if (row.source && source.signIns.length > 0)
        row.notes.push({ key: 'exchange_oneOfMany', values: [source.authcfg] });
    } else {
      row.notes.push({
        key: given ? 'exchange_authcfgCannot' : 'exchange_authcfgUnknown',
        values: [source.authcfg.slice(0, 60)],
      });
    }
  }
}

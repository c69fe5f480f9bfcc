import { AppError } from '../errors.ts';
import type { Access } from './access.ts';
import { openIndex } from './index-record.ts';
import { isBase64url } from './jwe.ts';
import { requireLongEnough } from './passphrase.ts';
import { type VaultRecord, VERSION } from './record.ts';
import {
  importDataKey,
  newDataKey,
  nextCost,
  unwrapWithPassphrase,
  wrapWithPasskey,
  wrapWithPassphrase,
} from './wrap.ts';

/** Makes an empty vault, unlocked. */
export async function createEmpty(access: Access, passphrase: string): Promise<void> {
  await access.shelf.settle();
  access.refuse();
  if (access.shelf.state() !== 'none') throw new AppError('badMessage');
  requireLongEnough(passphrase);
  const dataKey = newDataKey();
  try {
    const record: VaultRecord = {
      version: VERSION,
      passphrase: await wrapWithPassphrase(dataKey, passphrase),
      passkeys: [],
      index: '',
    };
    const index = new Map();
    // The key first: without the envelope it opens nothing, and the next worker clears it.
    await access.hold(dataKey, record, index);
    await access.put({ record, key: await importDataKey(dataKey), index });
  } catch (error) {
    await access.dropKey().catch(() => undefined);
    throw error;
  } finally {
    dataKey.fill(0);
  }
}

/** Wraps the same data key under another passphrase: one write, and no entry is sealed anew. */
export async function changePassphrase(access: Access, current: string, next: string): Promise<void> {
  const { record } = await access.requireOpen();
  requireLongEnough(next);
  const dataKey = await access.unlocking.tryOnce(() => unwrapWithPassphrase(record.passphrase, current));
  try {
    // An older wrap, put back, might hold another key: what is written must open what is there.
    const index = await openIndex(record.index, await importDataKey(dataKey));
    if (index === null) throw new AppError('vaultDamaged');
    const passphrase = await wrapWithPassphrase(dataKey, next, nextCost(record.passphrase));
    await access.shelf.put({ ...record, passphrase });
  } finally {
    dataKey.fill(0);
  }
}

/** Wraps the data key under a passkey's PRF output as well; one with the same id is replaced. */
export async function addPasskey(
  access: Access,
  { id, salt, output, added }: { id: string; salt: string; output: string; added: number },
): Promise<void> {
  const { record } = await access.requireOpen();
  if (![id, salt].every((text) => text !== '' && isBase64url(text))) throw new AppError('passkeyRefused');
  const dataKey = access.held.bytes();
  if (dataKey === null) throw new AppError('vaultLocked');
  try {
    const jwe = await wrapWithPasskey(dataKey, output);
    const others = record.passkeys.filter((passkey) => passkey.id !== id);
    await access.shelf.put({ ...record, passkeys: [...others, { id, salt, added, jwe }] });
  } finally {
    dataKey.fill(0);
  }
}

export async function removePasskey(access: Access, id: string): Promise<void> {
  const { record } = await access.requireOpen();
  const passkeys = record.passkeys.filter((passkey) => passkey.id !== id);
  if (passkeys.length < record.passkeys.length) await access.shelf.put({ ...record, passkeys });
}

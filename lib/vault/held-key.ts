import { AppError } from '../errors.ts';
import { toBase64url } from './jwe.ts';
import { dataKeyFrom, importDataKey } from './wrap.ts';

/** Where the unlocked data key is kept, in base64url: `storage.session`, by the caller. */
export interface KeyPlace {
  read(): string | undefined;
  write(key: string): Promise<void>;
  clear(): Promise<void>;
}

/** The data key while the vault is unlocked: here it can be used, but not read. */
export interface HeldKey {
  current(): CryptoKey | null;
  /** The key itself, to wrap it once more; whoever asked wipes it. Null where none is held. */
  bytes(): Uint8Array | null;
  /** @throws AppError `storageFailed`: then none is held. */
  hold(dataKey: Uint8Array): Promise<void>;
  /** @throws AppError `storageFailed` where the place keeps it; nothing here uses it any more. */
  drop(): Promise<void>;
  /** Takes up what an earlier worker left; what is no key is cleared. */
  resume(): Promise<void>;
}

export function createHeldKey(place: KeyPlace): HeldKey {
  let key: CryptoKey | null = null;

  const drop = async () => {
    key = null;
    await place.clear().catch((cause: unknown) => {
      throw new AppError('storageFailed', [], { cause });
    });
  };
  const bytes = () => dataKeyFrom(place.read() ?? '');

  return {
    current: () => key,
    bytes,
    hold: async (dataKey) => {
      const next = await importDataKey(dataKey);
      try {
        await place.write(toBase64url(dataKey));
      } catch (cause) {
        await drop().catch(() => undefined);
        throw new AppError('storageFailed', [], { cause });
      }
      key = next;
    },
    drop,
    resume: async () => {
      const left = bytes();
      if (left !== null) {
        key = await importDataKey(left);
        left.fill(0);
      } else if (place.read() !== undefined) {
        await drop().catch(() => undefined);
      }
    },
  };
}

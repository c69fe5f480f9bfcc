import { AppError } from '../../errors.ts';

/** More than any file of connections has, in bytes. */
const LONGEST_FILE = 5_000_000;

/**
 * The text of a file: by its byte order mark, else by what its XML declaration says, else UTF-8 (XML 1.0, appendix F; QGIS
 * writes UTF-8 without either).
 * @throws AppError `exchangeTooLong`, `exchangeUnreadable` where the bytes are no text.
 */
export function fileText(bytes: Uint8Array<ArrayBuffer>): string {
  if (bytes.length > LONGEST_FILE) throw new AppError('exchangeTooLong');
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('exchangeUnreadable');
  }
}

function encodingOf(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb) return 'utf-8';
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]{1,40})["']/.exec(start)?.[1] ?? 'utf-8';
}

/** A body that is longer than was allowed. */
export class TooLong extends Error {}

/**
 * The bytes of an answer, at most `most` of them.
 * @throws TooLong as soon as there are more; the connection is given up then.
 */
export async function readBody(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel().catch(() => undefined);
    throw new TooLong();
  }
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    length += read.value.length;
    if (length > most) {
      await reader.cancel().catch(() => undefined);
      throw new TooLong();
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Text of a body: UTF-8 unless its type or, in XML, its first line names another encoding (RFC 7303, 3). */
export function textOf(bytes: Uint8Array, contentType: string): string {
  const start = String.fromCharCode(...bytes.subarray(0, 100));
  const named =
    /charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(contentType)?.[1] ??
    /^[\s\S]{0,3}<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{2,40})/.exec(start)?.[1] ??
    'utf-8';
  return decoderFor(named).decode(bytes);
}

function decoderFor(name: string): TextDecoder {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder();
  }
}

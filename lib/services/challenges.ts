/**
 * Scheme names of a `WWW-Authenticate` value, in lower case, in order, each once. One value may hold several challenges
 * (RFC 9110, 11.6.1), and several headers arrive joined by a comma or a line break.
 */
export function readChallenges(header: string): string[] {
  const withoutStrings = header.replace(/"(?:[^"\\]|\\.)*"?/gs, '""');
  const schemes = new Set<string>();
  for (const part of withoutStrings.split(/[,\r\n]/)) {
    // A scheme stands alone or before a space; `name=value` and `name = value` are parameters.
    const scheme = /^([!#$%&'*+.^_`|~0-9a-z-]+)(?:$|[ \t]+[^=\s])/i.exec(part.trim())?.[1];
    if (scheme !== undefined) schemes.add(scheme.toLowerCase());
  }
  return [...schemes];
}

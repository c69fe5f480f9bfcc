/** The hosts of host patterns, each once: two patterns of `geo.example.com` give `['geo.example.com']`. */
export function hostsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^[^/]*:\/\//, '').replace(/\/.*$/, '')))];
}

/** An answer as `webRequest` reports it, headers asked for. */
export interface Answered {
  url: string;
  tabId: number;
  responseHeaders?: { name: string; value?: string }[];
}

/** The values of one header; Firefox joins several lines of it into one value by line breaks. */
export function valuesOf(answer: Pick<Answered, 'responseHeaders'>, name: string): string[] {
  const lines = answer.responseHeaders?.filter((header) => header.name.toLowerCase() === name) ?? [];
  return lines.flatMap(({ value = '' }) => value.split('\n'));
}

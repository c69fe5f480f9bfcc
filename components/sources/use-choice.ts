import { useState } from 'preact/hooks';

/** Which sources are chosen for an act on all of them. What is gone, or not shown any more, is not acted on. */
export function useChoice(shown: readonly string[]) {
  const [all, setAll] = useState<ReadonlySet<string>>(new Set());
  const chosen = shown.filter((id) => all.has(id));
  return {
    chosen,
    isChosen: (id: string) => all.has(id),
    toggle: (id: string) =>
      setAll((now) => new Set(now.has(id) ? [...now].filter((each) => each !== id) : [...now, id])),
    chooseAll: () => setAll(new Set(shown)),
    chooseNone: () => setAll(new Set()),
  };
}
export type Choice = ReturnType<typeof useChoice>;

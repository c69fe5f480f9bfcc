/** Runs a step after those that were asked for before it. */
export type InTurn = <T>(step: () => Promise<T>) => Promise<T>;

/** Runs steps one after the other, in the order in which they were asked for; one that fails leaves the next its turn. */
export function createQueue(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const result = last.then(step);
    last = result.catch(() => undefined);
    return result;
  };
}

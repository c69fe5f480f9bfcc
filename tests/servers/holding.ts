import type { RequestListener } from 'node:http';

/** One request that is kept waiting. */
export interface Hold {
  /** Once it is there: at `request` before the server looked at it, at `answer` once the server has done its work. */
  readonly held: Promise<void>;
  /** Lets it, and all that come after it, go on. */
  release(): void;
}

interface Held extends Hold {
  at: 'request' | 'answer';
  note(): void;
  released: Promise<void>;
}

/** A server whose answers can be kept waiting, by path. */
export interface Holding {
  listener: RequestListener;
  /** Keeps the requests to a path waiting until they are released. */
  hold(path: string, at: Held['at']): Hold;
}

/** @param listener what answers. */
export function holding(listener: RequestListener): Holding {
  const holds = new Map<string, Held>();
  return {
    listener: (request, response) => {
      const hold = holds.get(request.url?.split('?')[0] ?? '');
      if (!hold) return listener(request, response);
      if (hold.at === 'request') {
        hold.note();
        // Who asked may be gone by then, and the server never have looked at it.
        return void hold.released.then(
          () => response.socket?.destroyed === false && listener(request, response),
        );
      }
      const end = response.end.bind(response) as (...rest: unknown[]) => typeof response;
      response.end = ((...rest: unknown[]) => {
        hold.note();
        void hold.released.then(() => end(...rest));
        return response;
      }) as typeof response.end;
      listener(request, response);
    },
    hold: (path, at) => {
      const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const release = () => {
        holds.delete(path);
        released.resolve();
      };
      const made = { at, held: held.promise, note: held.resolve, released: released.promise, release };
      holds.set(path, made);
      return made;
    },
  };
}

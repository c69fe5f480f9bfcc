import type { Fault } from '../faults.ts';

const promise = 'Bad input is answered';

/** The map: what it asks for, what it shows of a service's words, and what it does not draw. */
export const MAP_ENGINE: Fault[] = [
  {
    promise: 'Least privilege',
    what: 'A layer that is not drawn asks its service all the same',
    file: 'lib/map/drawn.ts',
    find: 'if (drawn.has(node.id)) this.#draw(node, nodes.length - index, crs, anew.has(node.id));',
    replace: 'this.#draw(node, nodes.length - index, crs, anew.has(node.id));',
    tests: [
      'tests/e2e/map-kinds.test.ts :: what is asked > nothing without layers, and nothing of layers that are not drawn',
    ],
  },
  {
    promise: 'Least privilege',
    what: 'The map’s requests carry the cookies of the service',
    file: 'lib/map/loading.ts',
    find: "credentials: 'omit',",
    replace: "credentials: 'include',",
    tests: ['tests/unit/map/loading.test.ts'],
  },
  {
    promise,
    what: 'Markup in a service’s words is kept',
    file: 'lib/map/text.ts',
    find: 'const bare = withoutTags(markup.slice(0, LONGEST_INPUT))',
    replace: 'const bare = markup.slice(0, LONGEST_INPUT)',
    tests: ['tests/unit/map/offer.test.ts', 'tests/unit/map/requests.test.ts'],
  },
  {
    promise,
    what: 'A CRS that nobody knows is drawn as if it were Web Mercator',
    file: 'lib/map/crs.ts',
    find: 'return order.find((name) => names.has(name) && knowsCrs(name)) ?? null;',
    replace: "return order.find((name) => names.has(name) && knowsCrs(name)) ?? 'EPSG:3857';",
    tests: [
      'tests/unit/map/crs.test.ts',
      'tests/e2e/map-kinds.test.ts :: what is asked > a CRS that nobody knows is said, not misdrawn',
    ],
  },
  {
    promise,
    what: 'A description is read however long it is',
    file: 'lib/map/offers/document.ts',
    find: 'const MOST_BYTES = 10 * 1024 * 1024;',
    replace: 'const MOST_BYTES = Number.POSITIVE_INFINITY;',
    tests: ['tests/unit/map/offer.test.ts'],
  },
];

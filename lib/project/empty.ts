import type { Project } from './model.ts';

/** A new project: nothing on it, the whole world in view on a middling screen. */
export function emptyProject(): Project {
  return {
    name: '',
    view: { crs: 'EPSG:3857', center: [0, 0], resolution: 39135.76, rotation: 0 },
    tree: [],
    sources: [],
  };
}

import type { GroupNode, LayerNode, Project, ProjectSource, TreeNode } from '../../lib/project/model.ts';

/** A WMS layer of the source `s1`, its eye open. */
export function layer(id: string, more: Partial<LayerNode> = {}): LayerNode {
  return {
    type: 'layer',
    id,
    name: id,
    visible: true,
    opacity: 1,
    sourceId: 's1',
    draws: {
      ...{ kind: 'wms', url: 'https://geo.example.com/geoserver/ows', layers: [id], styles: [''] },
      ...{ format: 'image/png', version: '1.3.0', crs: ['EPSG:3857'], queryable: true },
    },
    ...more,
  };
}

/** An open group. */
export function group(id: string, children: TreeNode[], more: Partial<GroupNode> = {}): GroupNode {
  return { type: 'group', id, name: id, visible: true, expanded: true, children, ...more };
}

export function source(more: Partial<ProjectSource> = {}): ProjectSource {
  return {
    ...{ id: 's1', name: 'geo.example.com', url: 'https://geo.example.com/geoserver/ows' },
    ...more,
  };
}

export function project(tree: TreeNode[], more: Partial<Project> = {}): Project {
  return {
    name: 'Polders',
    view: { crs: 'EPSG:3857', center: [0, 0], resolution: 1000, rotation: 0 },
    tree,
    sources: [source()],
    ...more,
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import { cleaned } from '../../../lib/project/cleaned.ts';
import type { LayerNode, Project, ProjectSource } from '../../../lib/project/model.ts';
import { readProject } from '../../../lib/project/read.ts';
import { writeProject } from '../../../lib/project/write.ts';
import { anyProject, layer, project, source } from '../../fakes/projects.ts';

const codeOf = (text: string): string => {
  try {
    readProject(text);
    return 'read';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code;
  }
};

test('what is written is read as it was', () => {
  fc.assert(
    fc.property(anyProject(), (made) => {
      const text = writeProject(made);
      expect(readProject(text)).toEqual({ project: made, found: [] });
      expect(writeProject(readProject(text).project)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('cleaned twice is cleaned once, and the very same where nothing was to clean', () => {
  fc.assert(
    fc.property(anyProject(), (made) => {
      expect(cleaned(made).project).toBe(made);
    }),
  );
});

test('the file reads well', () => {
  expect(writeProject(project())).toBe(`{
  "layerkey": 1,
  "name": "Polder",
  "view": {
    "crs": "EPSG:28992",
    "center": [121000, 487000],
    "resolution": 13.44,
    "rotation": 0
  },
  "sources": [
    {
      "id": "source1",
      "name": "Parcels",
      "url": "https://geo.example.com/geoserver/ows"
    }
  ],
  "keyVault": [
    {
      "sourceId": "source1",
      "method": "basic"
    }
  ],
  "layers": [
    {
      "type": "group",
      "id": "group1",
      "name": "Base",
      "visible": true,
      "expanded": true,
      "children": [
        {
          "type": "layer",
          "id": "layer1",
          "name": "Parcels",
          "visible": true,
          "opacity": 0.8,
          "sourceId": "source1",
          "draws": {
            "kind": "wms",
            "url": "https://geo.example.com/geoserver/ows",
            "layers": [
              "parcels"
            ],
            "styles": [
              ""
            ],
            "format": "image/png",
            "version": "1.3.0",
            "crs": [
              "EPSG:28992",
              "EPSG:3857"
            ],
            "queryable": true
          }
        }
      ]
    }
  ]
}
`);
});

test('how it stands with a sign-in has no place in it', () => {
  expectTypeOf<keyof ProjectSource>().toEqualTypeOf<'id' | 'name' | 'url' | 'needs'>();
  expectTypeOf<keyof NonNullable<ProjectSource['needs']>>().toEqualTypeOf<'method' | 'parameter'>();
  expectTypeOf<keyof LayerNode>().toEqualTypeOf<
    'type' | 'id' | 'name' | 'visible' | 'opacity' | 'sourceId' | 'draws'
  >();
  expectTypeOf<keyof Project>().toEqualTypeOf<'name' | 'view' | 'tree' | 'sources'>();
  const told = { status: 'signedIn', headers: { Authorization: 'Basic YTpi' }, password: 'Polder-7 dijk' };
  const text = writeProject({
    ...project({
      sources: [{ ...source({ needs: { method: 'basic', ...told } as never }), ...told }],
      tree: [{ ...layer(), ...told, draws: { ...layer().draws, ...told } } as LayerNode],
      view: { ...project().view, ...told } as Project['view'],
    }),
    ...told,
  });
  expect(text).toBe(writeProject(project({ tree: [layer()] })));
  expect(text).not.toMatch(/status|signedIn|Authorization|Polder-7/);
});

test('members that this version does not know do no harm', () => {
  const file = JSON.parse(writeProject(project())) as { layers: object[]; sources: object[] };
  const more = {
    ...file,
    later: { a: 1 },
    sources: file.sources.map((each) => ({ ...each, colour: 'red' })),
  };
  expect(readProject(JSON.stringify(more)).project).toEqual(project());
});

test('a newer version is refused, whatever else is in it', () => {
  const text = writeProject(project()).replace('"layerkey": 1', '"layerkey": 2');
  expect(codeOf(text)).toBe('projectNewer');
  expect(codeOf('{"layerkey": 99}')).toBe('projectNewer');
});

test('a byte order mark before it is none of its business', () => {
  expect(readProject(`\uFEFF${writeProject(project())}`).project).toEqual(project());
});

test('whatever the text, it is a project or one failure', () => {
  const text = writeProject(project());
  const Mutated = fc
    .tuple(fc.nat(text.length), fc.nat(40), fc.oneof(fc.string({ maxLength: 5 }), fc.json({ maxDepth: 2 })))
    .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
  const Bytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => new TextDecoder().decode(bytes));
  const Wrapped = fc.json().map((json) => `{"layerkey": 1, "layers": ${json}, "sources": ${json}}`);
  const Read = fc.oneof(Mutated, Bytes, fc.json(), Wrapped);
  fc.assert(
    fc.property(Read, (each) => {
      expect(codeOf(each)).toMatch(/^(?:read|project(?:Damaged|Newer|TooMany|Address))$/);
    }),
    { numRuns: 1000 },
  );
});

test('the example that people read is a project', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/project-file.md'), 'utf8');
  const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
  const { project: read, found } = readProject(example);
  expect(found).toEqual([]);
  expect(read.sources.map(({ needs }) => needs?.method)).toEqual(['basic', 'key']);
  expect(JSON.parse(writeProject(read))).toEqual(JSON.parse(example));
});

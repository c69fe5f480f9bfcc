import { createCanvas, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import {
  type GeoPermissibleObjects,
  type GeoProjection,
  geoEquirectangular,
  geoGraticule10,
  geoMercator,
  geoPath,
} from 'd3-geo';
import { borders, coarseLand, countries, land } from './natural-earth.ts';

/** The coordinate systems that the demo draws in; both with x to the east and y to the north, as `CRS:84`. */
export type Crs = 'EPSG:3857' | 'EPSG:4326';

/** West, south, east, north, in the units of the coordinate system: metres or degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** A layer's picture: draws what is in view; `pixel` is the size of one pixel in the units of the scene. */
export type Painter = (context: SKRSContext2D, scene: Scene, pixel: number) => void;

interface Scene {
  land: Path2D;
  borders: Path2D;
  graticule: Path2D;
  countries: { path: Path2D; tint: number }[];
}

/** Half the width of the world in EPSG:3857, in metres: pi times the Earth's radius of 6,378,137 m. */
export const MERCATOR_EDGE = Math.PI * 6_378_137;

// Shapes are projected once, into a square (or half a square) of this many units around 0,0, y downwards.
const WORLD = 65_536;
const PROJECTIONS: Record<Crs, { projection: () => GeoProjection; edge: number }> = {
  'EPSG:3857': { projection: geoMercator, edge: MERCATOR_EDGE },
  'EPSG:4326': { projection: geoEquirectangular, edge: 180 },
};
/** From this size of a pixel (about 28 km at the equator) the coarse land is as good as the fine one. */
const COARSE_PIXEL = WORLD / 1400;
/** How far, in pixels, a line may reach beyond its shape. */
const MARGIN = 24;

interface Shape {
  path: Path2D;
  bounds: [[number, number], [number, number]];
  tint: number;
}

const projectWorld = (crs: Crs) => {
  const projection = PROJECTIONS[crs].projection();
  projection
    .scale(WORLD / 2 / Math.PI)
    .translate([0, 0])
    .precision(4);
  const shapeOf = (shape: GeoPermissibleObjects, tint = 0): Shape => {
    const path = new Path2D();
    geoPath(projection, path as unknown as CanvasRenderingContext2D)(shape);
    return { path, bounds: geoPath(projection).bounds(shape), tint };
  };
  return {
    land: land.map((each) => shapeOf(each)),
    coarseLand: coarseLand.map((each) => shapeOf(each)),
    borders: shapeOf(borders).path,
    graticule: shapeOf(geoGraticule10()).path,
    countries: countries.features.map((each) => shapeOf(each, each.properties.tint)),
  };
};
const worlds = new Map<Crs, ReturnType<typeof projectWorld>>();

/** Draws `painters`, the first one lowest, into a transparent PNG of `width` by `height` pixels. */
export function drawPng(painters: Painter[], crs: Crs, box: Box, width: number, height: number): Buffer {
  const world = worlds.get(crs) ?? projectWorld(crs);
  worlds.set(crs, world);
  const unit = WORLD / 2 / PROJECTIONS[crs].edge;
  const [west, south, east, north] = box.map((side) => side * unit) as [number, number, number, number];
  const [scaleX, scaleY] = [width / (east - west), height / (north - south)];
  const pixel = 1 / scaleX;
  const margin = MARGIN * Math.max(1 / scaleX, 1 / scaleY);
  const visible = ({ bounds: [[left, top], [right, bottom]] }: Shape): boolean =>
    left <= east + margin && right >= west - margin && top <= -south + margin && bottom >= -north - margin;

  const landInView = new Path2D();
  for (const each of pixel > COARSE_PIXEL ? world.coarseLand : world.land) {
    if (visible(each)) landInView.addPath(each.path);
  }
  const scene: Scene = {
    land: landInView,
    borders: world.borders,
    graticule: world.graticule,
    countries: world.countries.filter(visible),
  };
  const context = createCanvas(width, height).getContext('2d');
  context.setTransform(scaleX, 0, 0, scaleY, -west * scaleX, north * scaleY);
  context.lineJoin = 'round';
  for (const paint of painters) {
    context.save();
    paint(context, scene, pixel);
    context.restore();
  }
  return context.canvas.toBuffer('image/png');
}

/** The box of an XYZ tile in EPSG:3857 (`y` counts from the north), or null where there is no such tile. */
export function tileBox(z: number, x: number, y: number): Box | null {
  const count = 2 ** z;
  if (!(z <= 22 && x < count && y < count)) return null;
  const size = (2 * MERCATOR_EDGE) / count;
  const [west, north] = [x * size - MERCATOR_EDGE, MERCATOR_EDGE - y * size];
  return [west, north - size, west + size, north];
}

/** A picture with nothing on it: what some services answer to whoever has not signed in. */
export function blankPng(width = 256, height = 256): Buffer {
  return createCanvas(width, height).toBuffer('image/png');
}

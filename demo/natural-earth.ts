import { createRequire } from 'node:module';
import { geoArea, geoCentroid } from 'd3-geo';
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson';
import { feature, mesh, neighbors } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/*
 * Natural Earth, Admin 0 countries and land (public domain), as the package `world-atlas` has it: topologies in
 * degrees, with each country's name and ISO 3166-1 numeric code, at 1:50 million and 1:110 million.
 */
type Named = GeometryCollection<{ name: string }>;
type Atlas = Topology<{ countries: Named; land: GeometryCollection }>;

const require = createRequire(import.meta.url);
const atlas = require('world-atlas/countries-50m.json') as Atlas;
const coarseAtlas = require('world-atlas/countries-110m.json') as Atlas;

export interface CountryProperties {
  name: string;
  /** ISO 3166-1 numeric; empty for the few areas that have none. */
  code: string;
  /** A number from 0 that no neighbour shares: which of the map's tints to fill the country with. */
  tint: number;
}
export type Country = Feature<Polygon | MultiPolygon, CountryProperties>;

/** All countries, in longitude and latitude; the coarse ones leave out small ones. */
export const countries = readCountries(atlas);
export const coarseCountries = readCountries(coarseAtlas);

/** All land, each piece by itself; the coarse ones for pictures of whole continents. */
export const land = pieces(atlas);
export const coarseLand = pieces(coarseAtlas);

/** The borders between countries, each once, without the coasts. */
export const borders = mesh(atlas, atlas.objects.countries, (a, b) => a !== b);

/** A point in the largest part of each country, with its name; `rank` is 0 for the largest countries, up to 4. */
export const places: FeatureCollection<Point, { name: string; code: string; rank: number }> = readPlaces();

function readCountries(topology: Atlas): FeatureCollection<Polygon | MultiPolygon, CountryProperties> {
  const collection = feature(topology, topology.objects.countries);
  const adjacent = neighbors(topology.objects.countries.geometries);
  const tints: number[] = [];
  const features = collection.features.map((each, index) => {
    const taken = new Set(adjacent[index]?.map((other) => tints[other]));
    let tint = index % 3;
    while (taken.has(tint)) tint++;
    tints.push(tint);
    const properties = { name: each.properties.name, code: String(each.id ?? ''), tint };
    return { type: 'Feature', id: index, properties, geometry: each.geometry } as Country;
  });
  return { type: 'FeatureCollection', features };
}

function readPlaces(): FeatureCollection<Point, { name: string; code: string; rank: number }> {
  const features = countries.features.map((country) => {
    const parts = polygonsOf(country.geometry);
    const areas = parts.map((part) => geoArea(part));
    const largest = Math.max(...areas);
    const part = parts[areas.indexOf(largest)]!;
    const { name, code } = country.properties;
    // Steradians; each rank is about a fifth of the one before it.
    const rank = Math.min(4, Math.max(0, Math.round(-Math.log(largest / 0.1) / Math.log(5))));
    const geometry: Point = {
      type: 'Point',
      coordinates: geoCentroid(part).map((degrees) => +degrees.toFixed(4)),
    };
    return { type: 'Feature' as const, id: country.id!, properties: { name, code, rank }, geometry };
  });
  return { type: 'FeatureCollection', features };
}

function pieces(topology: Atlas): Polygon[] {
  const shapes = feature(topology, topology.objects.land) as FeatureCollection<Polygon | MultiPolygon>;
  return shapes.features.flatMap(({ geometry }) => polygonsOf(geometry));
}

function polygonsOf({ type, coordinates }: Polygon | MultiPolygon): Polygon[] {
  const parts = type === 'Polygon' ? [coordinates] : coordinates;
  return parts.map((rings) => ({ type: 'Polygon', coordinates: rings }));
}

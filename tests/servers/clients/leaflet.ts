import 'leaflet/dist/leaflet.css';
import L from 'leaflet';
import type { ClientLayer } from './config.ts';
import { config, fetchPicture, report } from './page.ts';

const map = L.map('map').setView([30, 0], 2);

const FetchedTiles = L.TileLayer.extend({
  createTile(this: L.TileLayer, coordinates: L.Coords, done: L.DoneCallback): HTMLImageElement {
    const image = document.createElement('img');
    fetchPicture(this.getTileUrl(coordinates)).then(
      (address) => {
        image.src = address;
        done(undefined, image);
      },
      (error: Error) => done(error, image),
    );
    return image;
  },
}) as unknown as typeof L.TileLayer;

function addLayer({ id, type, url, layers = '', crossOrigin = false, byFetch }: ClientLayer): void {
  if (type === 'geojson') {
    fetch(url)
      .then((response) => response.json())
      .then((json) =>
        L.geoJSON(json, { pointToLayer: (_, point) => L.circleMarker(point, { radius: 3 }) }).addTo(map),
      )
      .then(
        () => report(id, true),
        () => report(id, false),
      );
    return;
  }
  const options = { crossOrigin, maxNativeZoom: 8 };
  const tiles =
    type === 'wms'
      ? L.tileLayer.wms(url, { ...options, layers, format: 'image/png', transparent: true, version: '1.3.0' })
      : new (byFetch ? FetchedTiles : L.TileLayer)(url, options);
  tiles.on('tileload', () => report(id, true));
  tiles.on('tileerror', () => report(id, false));
  tiles.addTo(map);
}

config.layers.forEach(addLayer);

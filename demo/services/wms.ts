import { geoContains } from 'd3-geo';
import { send } from '../answers.ts';
import { type Box, type Crs, drawPng, MERCATOR_EDGE, type Painter } from '../draw.ts';
import { type Country, countries } from '../natural-earth.ts';
import { legendPng } from '../painters.ts';
import type { Handler, RecordedRequest } from '../server.ts';
import { capabilities } from './wms-capabilities.ts';

interface WmsLayer {
  title: string;
  paint: Painter;
  /** Whether GetFeatureInfo names the country at a point of this layer. */
  queryable?: boolean;
}

export interface WmsService {
  title: string;
  layers: Record<string, WmsLayer>;
}

/** What a WMS answers an error with (OGC 06-042, section 6.11; 01-109r1, annex A.3): its code and a sentence. */
class ServiceException extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A small Web Map Service, versions 1.3.0 (OGC 06-042) and 1.1.1 (OGC 01-109r1), in EPSG:3857 and EPSG:4326. */
export function wms(service: WmsService): Handler {
  return (request, response) => {
    // Parameter names have no case (OGC 06-042, section 6.8.1).
    const parameters = new Map([...request.query].map(([name, value]) => [name.toUpperCase(), value]));
    const { type, body } = answer(service, request, (name) => parameters.get(name) ?? '');
    send(response, type, body);
  };
}

type Parameter = (name: string) => string;
interface Answer {
  type: string;
  body: string | Buffer;
}

function answer(service: WmsService, request: RecordedRequest, parameter: Parameter): Answer {
  try {
    switch (parameter('REQUEST').toLowerCase()) {
      case 'getcapabilities': {
        const version = parameter('VERSION').startsWith('1.1') ? '1.1.1' : '1.3.0';
        const type = version === '1.1.1' ? 'application/vnd.ogc.wms_xml' : 'text/xml';
        return { type, body: capabilities(service, version, `http://${request.host}${request.path}`) };
      }
      case 'getmap': {
        const { crs, box, width, height } = readView(parameter);
        const painters = readLayers(service, parameter('LAYERS')).map((layer) => layer.paint);
        return { type: 'image/png', body: drawPng(painters, crs, box, width, height) };
      }
      case 'getfeatureinfo':
        if (!readLayers(service, parameter('QUERY_LAYERS')).some((layer) => layer.queryable)) {
          throw new ServiceException('LayerNotQueryable', 'This layer has no information to ask for.');
        }
        return describe(countryAt(parameter), parameter('INFO_FORMAT'));
      case 'getlegendgraphic':
        readLayers(service, parameter('LAYER'));
        return { type: 'image/png', body: legendPng(parameter('LAYER')) };
      default:
        throw new ServiceException('OperationNotSupported', 'This service has no such request.');
    }
  } catch (error) {
    if (!(error instanceof ServiceException)) throw error;
    const exception = `<ServiceException code="${error.code}">${error.message}</ServiceException>`;
    const report = `<ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc">${exception}</ServiceExceptionReport>`;
    return { type: 'text/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n${report}\n` };
  }
}

function readLayers(service: WmsService, names: string): WmsLayer[] {
  return names.split(',').map((name) => {
    if (!Object.hasOwn(service.layers, name))
      throw new ServiceException('LayerNotDefined', 'There is no such layer.');
    return service.layers[name]!;
  });
}

function readView(parameter: Parameter): { crs: Crs; box: Box; width: number; height: number } {
  const crs = parameter('CRS') || parameter('SRS');
  if (crs !== 'EPSG:3857' && crs !== 'EPSG:4326')
    throw new ServiceException('InvalidCRS', 'EPSG:3857 or EPSG:4326.');
  const [a, b, c, d] = parameter('BBOX').split(',').map(Number) as [number, number, number, number];
  // In 1.3.0 the axes of EPSG:4326 are latitude, longitude (OGC 06-042, section 6.7.2).
  const northFirst = crs === 'EPSG:4326' && parameter('VERSION').startsWith('1.3');
  const box: Box = northFirst ? [b, a, d, c] : [a, b, c, d];
  const [width, height] = [Number(parameter('WIDTH')), Number(parameter('HEIGHT'))];
  const possible = box.every(Number.isFinite) && box[0] < box[2] && box[1] < box[3];
  if (!possible || !(width >= 1 && height >= 1 && width <= 4096 && height <= 4096)) {
    throw new ServiceException('InvalidDimensionValue', 'BBOX, WIDTH or HEIGHT make no picture.');
  }
  return { crs, box, width, height };
}

/** The country at pixel I, J (1.3.0) or X, Y (1.1.1). */
function countryAt(parameter: Parameter): Country | undefined {
  const { crs, box, width, height } = readView(parameter);
  const [i, j] = [Number(parameter('I') || parameter('X')), Number(parameter('J') || parameter('Y'))];
  const x = box[0] + ((i + 0.5) / width) * (box[2] - box[0]);
  const y = box[3] - ((j + 0.5) / height) * (box[3] - box[1]);
  const radians = (metres: number): number => (metres / MERCATOR_EDGE) * Math.PI;
  const point: [number, number] =
    crs === 'EPSG:4326'
      ? [x, y]
      : [(x / MERCATOR_EDGE) * 180, (Math.atan(Math.sinh(radians(y))) * 180) / Math.PI];
  return countries.features.find((country) => geoContains(country, point));
}

function describe(country: Country | undefined, format: string): Answer {
  if (format === 'application/json') {
    const features = country ? [{ ...country, geometry: null }] : [];
    return { type: format, body: JSON.stringify({ type: 'FeatureCollection', features }) };
  }
  const { name, code } = country?.properties ?? { name: 'No country here', code: '' };
  const rows = `<tr><th>Name</th><td>${name}</td></tr><tr><th>Code</th><td>${code}</td></tr>`;
  const body = `<!doctype html><title>${name}</title><table><caption>Countries</caption>${rows}</table>`;
  return { type: 'text/html; charset=utf-8', body };
}

import { MERCATOR_EDGE } from '../draw.ts';
import type { WmsService } from './wms.ts';

/** The capabilities document in the shape of OGC 06-042, annex E.1 (1.3.0), or OGC 01-109r1, annex A.1 (1.1.1). */
export function capabilities(service: WmsService, version: '1.3.0' | '1.1.1', url: string): string {
  const modern = version === '1.3.0';
  const namespaces = 'xmlns="http://www.opengis.net/wms" xmlns:xlink="http://www.w3.org/1999/xlink"';
  const root = modern ? 'WMS_Capabilities' : 'WMT_MS_Capabilities';
  const open = `<${root} version="${version}" ${modern ? namespaces : 'xmlns:xlink="http://www.w3.org/1999/xlink"'}>`;
  const address = `<OnlineResource xlink:type="simple" xlink:href="${url}?"/>`;
  const http = `<DCPType><HTTP><Get>${address}</Get></HTTP></DCPType>`;
  const operation = (name: string, ...formats: string[]): string =>
    `<${name}>${formats.map((format) => `<Format>${format}</Format>`).join('')}${http}</${name}>`;
  const system = (name: string): string => (modern ? `<CRS>${name}</CRS>` : `<SRS>${name}</SRS>`);
  const layers = Object.entries(service.layers).map(
    ([name, { title, queryable }]) =>
      `<Layer queryable="${queryable ? 1 : 0}"><Name>${name}</Name><Title>${title}</Title><Style><Name>default</Name><Title>${title}</Title><LegendURL width="20" height="20"><Format>image/png</Format><OnlineResource xlink:type="simple" xlink:href="${url}?SERVICE=WMS&amp;VERSION=${version}&amp;REQUEST=GetLegendGraphic&amp;FORMAT=image/png&amp;LAYER=${name}"/></LegendURL></Style></Layer>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
${open}
<Service><Name>${modern ? 'WMS' : 'OGC:WMS'}</Name><Title>${service.title}</Title>${address}</Service>
<Capability>
<Request>
${operation('GetCapabilities', modern ? 'text/xml' : 'application/vnd.ogc.wms_xml')}
${operation('GetMap', 'image/png')}
${operation('GetFeatureInfo', 'text/html', 'application/json')}
${operation('GetLegendGraphic', 'image/png')}
</Request>
<Exception><Format>${modern ? 'XML' : 'application/vnd.ogc.se_xml'}</Format></Exception>
<Layer><Title>${service.title}</Title>
${system('EPSG:3857')}${system('EPSG:4326')}
${modern ? worldBoxes : oldWorldBoxes}
${layers.join('\n')}
</Layer>
</Capability>
</${root}>
`;
}

const edge = MERCATOR_EDGE.toFixed(2);
const mercator = `minx="-${edge}" miny="-${edge}" maxx="${edge}" maxy="${edge}"`;
const worldBoxes = `<EX_GeographicBoundingBox><westBoundLongitude>-180</westBoundLongitude><eastBoundLongitude>180</eastBoundLongitude><southBoundLatitude>-90</southBoundLatitude><northBoundLatitude>90</northBoundLatitude></EX_GeographicBoundingBox>
<BoundingBox CRS="EPSG:3857" ${mercator}/><BoundingBox CRS="EPSG:4326" minx="-90" miny="-180" maxx="90" maxy="180"/>`;
const oldWorldBoxes = `<LatLonBoundingBox minx="-180" miny="-90" maxx="180" maxy="90"/>
<BoundingBox SRS="EPSG:3857" ${mercator}/><BoundingBox SRS="EPSG:4326" minx="-180" miny="-90" maxx="180" maxy="90"/>`;

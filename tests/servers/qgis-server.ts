import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MapService, startMapService } from './fastcgi.ts';
import type { Account } from './nginx.ts';

const layers = [
  {
    name: 'countries',
    geometry: 'Polygon',
    symbol: 'fill',
    part: 'SimpleFill',
    option: ['color', '127,183,166,255'],
  },
  {
    name: 'places',
    geometry: 'Point',
    symbol: 'marker',
    part: 'SimpleMarker',
    option: ['color', '34,50,58,255'],
  },
] as const;

const degrees =
  '<spatialrefsys><proj4>+proj=longlat +datum=WGS84 +no_defs</proj4><srsid>3452</srsid><srid>4326</srid><authid>EPSG:4326</authid></spatialrefsys>';

const mapLayers = layers.map(
  ({ name, geometry, symbol, part, option: [key, value] }) => `
    <maplayer type="vector" geometry="${geometry}">
      <id>${name}</id>
      <datasource>./${name}.geojson</datasource>
      <layername>${name}</layername>
      <srs>${degrees}</srs>
      <provider encoding="UTF-8">ogr</provider>
      <flags><Identifiable>1</Identifiable><Searchable>1</Searchable></flags>
      <renderer-v2 type="singleSymbol">
        <symbols><symbol type="${symbol}" name="0"><layer class="${part}"><prop k="${key}" v="${value}"/></layer></symbol></symbols>
      </renderer-v2>
    </maplayer>`,
);

/** A project as QGIS 3 writes it, with only what the server reads. */
const project = `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" projectname="World">
  <title>World</title>
  <projectCrs>${degrees}</projectCrs>
  <layer-tree-group>
    ${layers.map(({ name }) => `<layer-tree-layer id="${name}" name="${name}" checked="Qt::Checked"/>`).join('\n    ')}
  </layer-tree-group>
  <projectlayers>${mapLayers.join('')}
  </projectlayers>
  <properties>
    <WMSServiceCapabilities type="bool">true</WMSServiceCapabilities>
    <WMSServiceTitle type="QString">World</WMSServiceTitle>
    <WMSCrsList type="QStringList"><value>EPSG:4326</value><value>EPSG:3857</value></WMSCrsList>
  </properties>
</qgis>
`;

/** QGIS Server (Debian's `qgis-server-wms`): WMS of countries and places at `/qgis`. */
export function startQgisServer(account: Account): Promise<MapService> {
  return startMapService(
    {
      path: '/qgis',
      command: '/usr/lib/cgi-bin/qgis_mapserv.fcgi',
      prepare: (folder) => {
        const file = join(folder, 'world.qgs');
        writeFileSync(file, project);
        return {
          QGIS_PROJECT_FILE: file,
          QGIS_SERVER_LOG_STDERR: '1',
          QGIS_OPTIONS_PATH: folder,
          QT_QPA_PLATFORM: 'offscreen',
          HOME: folder,
        };
      },
    },
    account,
  );
}

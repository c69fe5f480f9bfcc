import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MapService, startMapService } from './fastcgi.ts';
import type { Account } from './nginx.ts';

const layer = (name: string, type: string, style: string): string => `
  LAYER
    NAME "${name}"
    TYPE ${type}
    STATUS ON
    CONNECTIONTYPE OGR
    CONNECTION "${name}.geojson"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    PROJECTION "init=epsg:4326" END
    TEMPLATE "query.html"
    METADATA
      "ows_title" "${name}"
      "ows_include_items" "all"
      "gml_include_items" "all"
      "gml_featureid" "name"
      "wfs_getfeature_formatlist" "geojson"
    END
    CLASS
      NAME "${name}"
      STYLE ${style} END
    END
  END`;

const mapFile = `MAP
  NAME "world"
  EXTENT -180 -90 180 90
  SIZE 400 200
  MAXSIZE 4096
  PROJECTION "init=epsg:4326" END
  OUTPUTFORMAT
    NAME "png"
    DRIVER AGG/PNG
    MIMETYPE "image/png"
    IMAGEMODE RGBA
    TRANSPARENT ON
  END
  OUTPUTFORMAT
    NAME "geojson"
    DRIVER "OGR/GEOJSON"
    MIMETYPE "application/json"
    FORMATOPTION "STORAGE=stream"
    FORMATOPTION "FORM=SIMPLE"
  END
  WEB
    METADATA
      "ows_title" "World"
      "ows_enable_request" "*"
      "ows_srs" "EPSG:4326 EPSG:3857"
      "wms_feature_info_mime_type" "text/html"
    END
  END
  ${layer('countries', 'POLYGON', 'COLOR 127 183 166 OUTLINECOLOR 88 102 112')}
  ${layer('borders', 'LINE', 'COLOR 88 102 112 WIDTH 1')}
  ${layer('places', 'POINT', 'COLOR 34 50 58 SIZE 4')}
END
`;

/** What GetFeatureInfo answers as HTML; MapServer asks for the first line. */
const template =
  '<!-- MapServer Template -->\n<table><tr><th>Name</th><td>[item name=name escape=html]</td></tr></table>\n';

/** MapServer (Debian's `cgi-mapserver`): WMS and WFS of countries, borders and places at `/mapserver`. */
export function startMapServer(account: Account): Promise<MapService> {
  return startMapService(
    {
      path: '/mapserver',
      command: '/usr/lib/cgi-bin/mapserv',
      prepare: (folder) => {
        const map = join(folder, 'world.map');
        const config = join(folder, 'mapserver.conf');
        writeFileSync(map, mapFile);
        writeFileSync(join(folder, 'query.html'), template);
        // MapServer 8 opens only what its configuration file allows.
        writeFileSync(
          config,
          `CONFIG\n  ENV\n    MS_MAPFILE "${map}"\n    MS_MAP_PATTERN "^${folder}/"\n  END\nEND\n`,
        );
        return { MAPSERVER_CONFIG_FILE: config, MS_MAPFILE: map };
      },
    },
    account,
  );
}

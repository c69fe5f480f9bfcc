import { refuse, send } from '../answers.ts';
import { drawPng, type Painter, tileBox } from '../draw.ts';
import type { Handler } from '../server.ts';

/** XYZ tiles, 256 pixels square, in EPSG:3857, at `<prefix>/{z}/{x}/{y}.png`; `y` counts from the north. */
export function xyz(prefix: string, paint: Painter): Handler {
  return (request, response) => {
    const match = /^\/(\d{1,2})\/(\d+)\/(\d+)\.png$/.exec(request.path.slice(prefix.length));
    const [z, x, y] = match?.slice(1).map(Number) ?? [];
    const box = request.path.startsWith(prefix) && match ? tileBox(z!, x!, y!) : null;
    if (!box) return refuse(response, 404, 'There is no such tile.');
    send(response, 'image/png', drawPng([paint], 'EPSG:3857', box, 256, 256));
  };
}

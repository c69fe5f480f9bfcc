import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A picture of a whole X screen: three bytes a pixel, rows from the top. */
export interface Picture {
  width: number;
  height: number;
  pixels: Buffer;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** How many of its pixels have the colour. */
  count: number;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** The hands and eyes of a person at one X display. Positions are in pixels of the screen. */
export interface Screen {
  look(): Promise<Picture>;
  save(file: string): Promise<void>;
  click(x: number, y: number): Promise<void>;
  /** Puts the pointer where it hovers over no button. */
  pointAside(): Promise<void>;
  /** Presses keys as xdotool names them, for example `alt+shift+l`. */
  key(...keys: string[]): Promise<void>;
}

export function screenOf(display: string, width: number, height: number): Screen {
  const env = { ...process.env, DISPLAY: display };
  const xdotool = (...args: string[]) => run('xdotool', args, { env });
  return {
    look: async () => {
      const { stdout } = await run('import', ['-window', 'root', '-depth', '8', 'rgb:-'], {
        env,
        encoding: 'buffer',
        maxBuffer: width * height * 4,
      });
      return { width, height, pixels: stdout };
    },
    save: async (file) => void (await run('import', ['-window', 'root', file], { env })),
    click: async (x, y) => void (await xdotool('mousemove', `${x}`, `${y}`, 'click', '1')),
    pointAside: async () => void (await xdotool('mousemove', '2', `${height - 40}`)),
    key: async (...keys) => void (await xdotool('key', ...keys)),
  };
}

/** The smallest box around all pixels of exactly one colour that lie within `within`; undefined if there is none. */
export function boxOfColour(picture: Picture, colour: Colour, within?: Omit<Box, 'count'>): Box | undefined {
  const { left = 0, top = 0, right = picture.width - 1, bottom = picture.height - 1 } = within ?? {};
  let box: Box | undefined;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = (y * picture.width + x) * 3;
      if (colour.some((part, i) => picture.pixels[at + i] !== part)) continue;
      box ??= { left: x, top: y, right: x, bottom: y, count: 0 };
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.bottom = y;
      box.count += 1;
    }
  }
  return box;
}

import { createCanvas } from '@napi-rs/canvas';
import type { Painter } from './draw.ts';

// Half transparent, so that the same pictures lie well on a light and on a dark map.
const TINTS = ['#7fb7a6', '#d9b779', '#a9b8d8', '#d79f8e', '#b7c88a', '#bba3c9', '#8fc3cf', '#cdbb9f'];
const LINE = 'rgba(88, 102, 112, 0.75)';
const GRATICULE = 'rgba(96, 125, 139, 0.5)';
const WATER = '64, 140, 160';

/** Plain white land: the page sets how strongly it shows. */
export const paintLand: Painter = (context, { land }) => {
  context.fillStyle = '#ffffff';
  context.fill(land);
};

/** Countries in soft tints, no two neighbours alike. */
export const paintCountries: Painter = (context, { countries }) => {
  context.globalAlpha = 0.62;
  for (const { path, tint } of countries) {
    context.fillStyle = TINTS[tint % TINTS.length]!;
    context.fill(path);
  }
};

/** Borders between countries. */
export const paintBorders: Painter = (context, { borders }, pixel) => {
  context.strokeStyle = LINE;
  context.lineWidth = 0.9 * pixel;
  context.stroke(borders);
};

/** Meridians and parallels, every ten degrees. */
export const paintGraticule: Painter = (context, { graticule }, pixel) => {
  context.strokeStyle = GRATICULE;
  context.lineWidth = 0.8 * pixel;
  context.setLineDash([3 * pixel, 3 * pixel]);
  context.stroke(graticule);
};

/** Water lines along the coasts, as engraved charts have them; nothing on the land. */
export const paintCoast: Painter = (context, { land }, pixel) => {
  for (const [width, alpha] of [
    [34, 0.1],
    [22, 0.13],
    [12, 0.17],
    [5, 0.24],
  ] as const) {
    context.strokeStyle = `rgba(${WATER}, ${alpha})`;
    context.lineWidth = width * pixel;
    context.stroke(land);
  }
  context.globalCompositeOperation = 'destination-out';
  context.fill(land);
  context.globalCompositeOperation = 'source-over';
  context.strokeStyle = `rgba(${WATER}, 0.9)`;
  context.lineWidth = pixel;
  context.stroke(land);
};

/** A legend's picture, 20 by 20 pixels: two tints, a border, or a graticule line. */
export function legendPng(layer: string): Buffer {
  const canvas = createCanvas(20, 20);
  const context = canvas.getContext('2d');
  if (layer === 'countries') {
    TINTS.slice(0, 2).forEach((tint, index) => {
      context.fillStyle = tint;
      context.fillRect(2 + 8 * index, 4, 8, 12);
    });
  } else {
    context.strokeStyle = layer === 'borders' ? LINE : GRATICULE;
    context.lineWidth = 2;
    context.moveTo(2, 16);
    context.lineTo(18, 4);
    context.stroke();
  }
  return canvas.toBuffer('image/png');
}

// Pictures made of tensors: digits, filters, activations. All pictures of a figure are one PNG.

import { checkOptions } from "../errors/options.ts";
import { checkTensors } from "../tensor/arguments.ts";
import { escapeHtml } from "../host/escape.ts";
import { formatShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Figure, type Heading, headingOptions } from "./figure.ts";
import { figureLibraries } from "./libraries.ts";
import { painter, type PainterOptions } from "./painter.ts";
import { FONT_SIZE, muted, textWidth, WIDTH } from "./style.ts";

/** How {@linkcode images} arranges pictures and turns numbers into grey. */
export interface ImagesOptions extends Heading, PainterOptions {
  /** one text under each picture */
  labels?: readonly (string | number)[];
  /** pictures in a row; by default as many as fit into 480 px, 10 at most */
  columns?: number;
  /** screen pixels per pixel; by default 2 for 28 × 28, larger for smaller pictures */
  scale?: number;
}

const HEADING_WIDTH = 240; // px; a heading over narrower pictures gets as much

interface Pictures {
  count: number;
  height: number;
  width: number;
  channels: 1 | 3;
}

/**
 * Pictures side by side.
 *
 * @param x one picture, (H, W) or a digit's (784,); many, (N, 784), (N, H, W) or (N, 1, H, W); or one in colour,
 *   (H, W, 3) with values from 0 to 255
 * @throws TypeError if x is not a tensor, for another shape, or labels that are not one per picture
 *
 * @example
 * ```ts
 * import { images, loadFigures, random } from "../mod.ts";
 * await loadFigures(); // a notebook has done so
 * images(random(0).uniform([6, 28, 28]), { columns: 3, title: "Six pictures of noise" });
 * ```
 * @see §3.6.1
 */
export function images(x: Tensor, options: ImagesOptions = {}): Figure {
  checkTensors("images", { x });
  checkOptions("images", options, [
    "labels",
    "columns",
    "scale",
    "range",
    "colors",
    ...headingOptions,
  ]);
  const { encodePng } = figureLibraries("images");
  const size = picturesOf(x);
  const { labels } = options;
  if (labels && labels.length !== size.count) {
    throw new TypeError(`images: ${labels.length} labels for ${size.count} pictures`);
  }
  const scale = options.scale ?? Math.max(1, Math.floor(Math.min(56, WIDTH) / size.width) || 1);
  const labelHeight = labels ? Math.ceil((FONT_SIZE + 6) / scale) : 0;
  const labelWidth = Math.max(
    0,
    ...(labels ?? []).map((l) => textWidth(`${l}`, FONT_SIZE) / scale),
  );
  const cellWidth = Math.ceil(Math.max(size.width, labelWidth)) + Math.ceil(6 / scale);
  const cellHeight = size.height + labelHeight + Math.ceil(6 / scale);
  const fitting = Math.max(1, Math.min(10, Math.floor(WIDTH / (cellWidth * scale))));
  const columns = Math.min(options.columns ?? fitting, size.count);
  const sheet = {
    width: columns * cellWidth,
    height: Math.ceil(size.count / columns) * cellHeight,
    data: new Uint8Array(columns * cellWidth * Math.ceil(size.count / columns) * cellHeight * 4),
  };
  const colorOf = painter(x.data, options);
  const pixel = [0, 0, 0, 255];
  let text = "";
  for (let n = 0; n < size.count; n++) {
    const left = (n % columns) * cellWidth + Math.floor((cellWidth - size.width) / 2);
    const top = Math.floor(n / columns) * cellHeight;
    for (let row = 0; row < size.height; row++) {
      for (let column = 0; column < size.width; column++) {
        const from = ((n * size.height + row) * size.width + column) * size.channels;
        if (size.channels === 3) { for (let c = 0; c < 3; c++) pixel[c] = x.data[from + c]; }
        else colorOf(x.data[from], pixel);
        const to = ((top + row) * sheet.width + left + column) * 4;
        sheet.data.set(pixel, to);
      }
    }
    if (labels) {
      text += `<text x="${(left + size.width / 2) * scale}" y="${
        (top + size.height) * scale + FONT_SIZE + 2
      }" text-anchor="middle" fill="${muted}">${escapeHtml(`${labels[n]}`)}</text>`;
    }
  }
  const [width, height] = [sheet.width * scale, sheet.height * scale];
  const href = `data:image/png;base64,${encodePng(withoutColours(sheet)).toBase64()}`;
  const body = `<image width="${width}" height="${height}" href="${href}" ` +
    `style="image-rendering:pixelated"/>${text}`;
  return new Figure(
    body,
    Math.max(width, options.title || options.subtitle ? HEADING_WIDTH : 0),
    height,
    {
      alt: labels ? `pictures labelled ${labels.join(", ")}` : `${size.count} pictures`,
      ...options,
    },
  );
}

/** The same picture with one number for red, green and blue, if they are equal everywhere: half as many bytes. */
function withoutColours<Sheet extends { data: Uint8Array }>(sheet: Sheet) {
  const { data } = sheet;
  const gray = new Uint8Array(data.length / 2);
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return sheet;
    gray[i / 2] = data[i];
    gray[i / 2 + 1] = data[i + 3];
  }
  return { ...sheet, data: gray, channels: 2 };
}

function picturesOf(x: Tensor): Pictures {
  const { shape, ndim } = x;
  if (ndim === 1 && shape[0] === 784) return { count: 1, height: 28, width: 28, channels: 1 };
  if (ndim === 2 && shape[1] === 784) {
    return { count: shape[0], height: 28, width: 28, channels: 1 };
  }
  if (ndim === 2) return { count: 1, height: shape[0], width: shape[1], channels: 1 };
  if (ndim === 3 && shape[2] === 3) {
    return { count: 1, height: shape[0], width: shape[1], channels: 3 };
  }
  if (ndim === 3) return { count: shape[0], height: shape[1], width: shape[2], channels: 1 };
  if (ndim === 4 && shape[1] === 1) {
    return { count: shape[0], height: shape[2], width: shape[3], channels: 1 };
  }
  throw new TypeError(
    `images: needs (H, W), (784,), (N, 784), (N, H, W), (N, 1, H, W) or (H, W, 3), ` +
      `got ${formatShape(shape)}`,
  );
}

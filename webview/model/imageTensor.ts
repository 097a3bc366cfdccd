/** Images as the tensors that models take: which inputs are images, and how pixels become their numbers. */
import type { SignatureField } from '../../src/protocol/modelContents';
import type { PixelRange } from '../../src/protocol/panels/deploymentPanel';
import { parsedJson } from '../../src/wording/parsedJson';

/** Of one input that takes an image. */
export interface ImageLayout {
  /** px; undefined: any */
  readonly height: number | undefined;
  /** px; undefined: any */
  readonly width: number | undefined;
  /** 1: grey, 3: red, green, blue, 4: and alpha */
  readonly channels: 1 | 3 | 4;
  /** where the channels stand: after the pixel's place, before it, or nowhere, of grey images alone */
  readonly order: 'last' | 'first' | 'none';
  /** several images are taken at once */
  readonly batch: boolean;
  readonly dtype: string;
}

/** An image as it is sent: bytes of its pixels, row by row, channels last. */
export interface Pixels { readonly width: number; readonly height: number; readonly bytes: Uint8Array }

/** The longer side of what is sent where the model takes any size, px: about what models for photos were trained on. */
export const LONGEST_SIDE = 512;

/** Smaller than this in a direction is a table or a window of time, no image. */
const SMALLEST_SIDE = 4;
const WHOLE = /^u?int(8|16|32|64)$/;
/** Means and deviations by channel, 0 to 1 (torchvision, references/classification/presets.py). */
const IMAGENET = [[0.485, 0.229], [0.456, 0.224], [0.406, 0.225]] as const;

/** @returns undefined for an input that is no image, as far as its shape tells */
export function imageLayoutOf({ dtype, shape }: SignatureField): ImageLayout | undefined {
  if (dtype === undefined || shape === undefined || dtype === 'int8' || !(WHOLE.test(dtype) || /^float(16|32|64)$/.test(dtype))) {
    return undefined;
  }
  const batch = shape.length === 4 || (shape.length === 3 && shape[0] === -1);
  const [first, second, third] = batch ? shape.slice(1) : shape;
  if (shape.length > 4 || first === undefined || second === undefined || (batch && shape[0] !== -1 && shape[0] !== 1)) {
    return undefined;
  }
  if (third === undefined) {
    // Windows of time have this form too: those are rarely square.
    return shape.length === 3 && first === second && isSide(first) ? layout(first, second, 1, 'none', batch, dtype) : undefined;
  }
  return isChannels(third) && isSide(first) && isSide(second) ? layout(first, second, third, 'last', batch, dtype)
    : isChannels(first) && isSide(second) && isSide(third) ? layout(second, third, first, 'first', batch, dtype) : undefined;
}

function layout(height: number, width: number, channels: 1 | 3 | 4, order: ImageLayout['order'], batch: boolean, dtype: string): ImageLayout {
  return { height: height === -1 ? undefined : height, width: width === -1 ? undefined : width, channels, order, batch, dtype };
}

function isSide(size: number): boolean {
  return size === -1 || size >= SMALLEST_SIDE;
}

function isChannels(size: number): size is 1 | 3 | 4 {
  return size === 1 || size === 3 || size === 4;
}

/** px of what is sent of an image: the model's own, or else the image's, made smaller where that is too much. */
export function sentSize({ width, height }: Pick<ImageLayout, 'width' | 'height'>, own: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(own.width, own.height));
  return { width: width ?? Math.max(1, Math.round(own.width * scale)), height: height ?? Math.max(1, Math.round(own.height * scale)) };
}

/** Ranges that an input may want; the first where nothing tells. */
export function rangesOf({ dtype, channels }: ImageLayout): readonly PixelRange[] {
  return WHOLE.test(dtype) ? ['bytes'] : channels === 3 ? ['unit', 'bytes', 'signed', 'imagenet'] : ['unit', 'bytes', 'signed'];
}

/** The range that an example's numbers come from. @param numbers of a tensor, nested or not */
export function rangeSeen(taken: ImageLayout, numbers: readonly number[]): PixelRange {
  const [least, most] = numbers.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [0, 0]);
  const seen: PixelRange = least < -1 ? 'imagenet' : least < 0 ? 'signed' : most > 3 ? 'bytes' : most > 1 ? 'imagenet' : 'unit';
  const [usual = 'unit', ...others] = rangesOf(taken);
  return others.includes(seen) ? seen : usual;
}

/** The tensor of one image as JSON, with as many digits as its type holds. */
export function tensorText(taken: ImageLayout, { width, height, bytes }: Pixels, range: PixelRange): string {
  const { channels, order, batch, dtype } = taken;
  const texts = Array.from({ length: channels }, (_, channel) => Array.from({ length: 256 }, (_unused, byte) => numberText(valueOf(byte, channel, range), dtype)));
  const at = (row: number, column: number, channel: number): string => texts[channel]?.[bytes[(row * width + column) * channels + channel] ?? 0] ?? '0';
  const list = (length: number, one: (index: number) => string): string => `[${Array.from({ length }, (_, index) => one(index)).join(',')}]`;
  const plane = (channel: number): string => list(height, (row) => list(width, (column) => at(row, column, channel)));
  const image = order === 'none' ? plane(0) : order === 'first' ? list(channels, plane)
    : list(height, (row) => list(width, (column) => list(channels, (channel) => at(row, column, channel))));
  return batch ? `[${image}]` : image;
}

/** The first image of a tensor's JSON, to be looked at; undefined where it is none of this layout. */
export function pixelsOf(taken: ImageLayout, text: string): { readonly pixels: Pixels; readonly range: PixelRange; /** how many there are */ readonly images: number } | undefined {
  const whole = parsedJson(text);
  const images = taken.batch ? whole : [whole];
  const planes = Array.isArray(images) ? nestedNumbers(images[0], taken.order === 'none' ? 2 : 3) : undefined;
  if (!Array.isArray(images) || planes === undefined) {
    return undefined;
  }
  const [height = 0, width = 0, channels = 1] = taken.order === 'first' ? [planes.shape[1], planes.shape[2], planes.shape[0]] : planes.shape;
  if (channels !== taken.channels || (taken.height ?? height) !== height || (taken.width ?? width) !== width) {
    return undefined;
  }
  const range = rangeSeen(taken, planes.numbers);
  const bytes = new Uint8Array(height * width * channels);
  for (let place = 0; place < height * width; place += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const value = planes.numbers[taken.order === 'first' ? channel * height * width + place : place * channels + channel] ?? 0;
      bytes[place * channels + channel] = byteOf(value, channel, range);
    }
  }
  return { pixels: { width, height, bytes }, range, images: images.length };
}

/** RGBA of a canvas, from an image as it is sent. */
export function rgbaOf({ bytes }: Pixels, channels: 1 | 3 | 4): Uint8ClampedArray<ArrayBuffer> {
  const places = bytes.length / channels;
  const rgba = new Uint8ClampedArray(places * 4);
  for (let place = 0; place < places; place += 1) {
    for (let part = 0; part < 4; part += 1) {
      rgba[place * 4 + part] = part === 3 && channels < 4 ? 255 : bytes[place * channels + (channels === 1 ? 0 : part)] ?? 0;
    }
  }
  return rgba;
}

/** An image as it is sent, from RGBA of a canvas. Grey is the luma of ITU-R 601, in whole numbers as Pillow has it (src/libImaging/Convert.c: L24). */
export function fromRgba(rgba: ArrayLike<number>, width: number, height: number, channels: 1 | 3 | 4): Pixels {
  const bytes = new Uint8Array(width * height * channels);
  for (let place = 0; place < width * height; place += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = [rgba[place * 4], rgba[place * 4 + 1], rgba[place * 4 + 2], rgba[place * 4 + 3]];
    bytes.set(channels === 1 ? [(red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16] : [red, green, blue, alpha].slice(0, channels), place * channels);
  }
  return { width, height, bytes };
}

function valueOf(byte: number, channel: number, range: PixelRange): number {
  const [mean, deviation] = IMAGENET[channel] ?? [0.5, 0.5];
  switch (range) {
    case 'bytes': return byte;
    case 'unit': return byte / 255;
    case 'signed': return byte / 127.5 - 1;
    case 'imagenet': return (byte / 255 - mean) / deviation;
  }
}

function byteOf(value: number, channel: number, range: PixelRange): number {
  const [mean, deviation] = IMAGENET[channel] ?? [0.5, 0.5];
  const byte = range === 'bytes' ? value : range === 'unit' ? value * 255 : range === 'signed' ? (value + 1) * 127.5 : (value * deviation + mean) * 255;
  return Math.max(0, Math.min(255, Math.round(byte)));
}

/** Nine digits are what a number in single precision needs, and nothing is lost by them. */
function numberText(value: number, dtype: string): string {
  return String(dtype === 'float64' || Number.isInteger(value) ? value : Number(Math.fround(value).toPrecision(9)));
}

/** Numbers of a nested list, all of one length at each depth. */
function nestedNumbers(value: unknown, depth: number): { readonly shape: readonly number[]; readonly numbers: readonly number[] } | undefined {
  if (depth === 0) {
    return typeof value === 'number' ? { shape: [], numbers: [value] } : undefined;
  }
  if (!Array.isArray(value) || value.length === 0) {
    return undefined;
  }
  const parts = value.map((one) => nestedNumbers(one, depth - 1));
  const [first] = parts;
  const alike = parts.every((part): part is NonNullable<typeof part> => part !== undefined && part.shape.join() === first?.shape.join());
  return alike && first !== undefined ? { shape: [parts.length, ...first.shape], numbers: parts.flatMap((part) => part?.numbers ?? []) } : undefined;
}

/** An image file as the pixels that a model takes. */
import type { ImageFile, PixelRange, SentImage } from '../../../src/protocol/panels/deploymentPanel';
import { fromRgba, rangesOf, sentSize, type ImageLayout, type Pixels } from '../../model/imageTensor';

/** Decodes a file and brings it to the model's size, as it is wide and high; what is clear becomes white. @throws Error for what is no image */
export async function decodeImage({ name, content }: ImageFile, taken: ImageLayout, range: PixelRange | undefined): Promise<SentImage> {
  const bitmap = await bitmapOf(name, content);
  try {
    const own = { width: bitmap.width, height: bitmap.height };
    const { width, height } = sentSize(taken, own);
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) {
      throw new Error('The editor has no canvas to draw on. Close other panels and choose the image again.');
    }
    if (taken.channels < 4) {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
    }
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    const { bytes } = fromRgba(context.getImageData(0, 0, width, height).data, width, height, taken.channels);
    return { name, own, width, height, bytes: toBase64(bytes), range: range ?? rangesOf(taken)[0] ?? 'unit' };
  } finally {
    bitmap.close();
  }
}

export function pixelsIn({ width, height, bytes }: SentImage): Pixels {
  return { width, height, bytes: fromBase64(bytes) };
}

async function bitmapOf(name: string, content: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([fromBase64(content)]));
  } catch (error) {
    throw new Error(`${name} could not be read as an image. PNG, JPEG, WebP, GIF, BMP and AVIF can.`, { cause: error });
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // A call takes so many arguments at most.
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return btoa(text);
}

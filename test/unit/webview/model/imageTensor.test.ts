import { describe, expect, it } from 'vitest';
import type { SignatureField } from '../../../../src/protocol/modelContents';
import type { PixelRange } from '../../../../src/protocol/panels/deploymentPanel';
import { fromRgba, imageLayoutOf, pixelsOf, rangesOf, rgbaOf, sentSize, tensorText, type ImageLayout } from '../../../../webview/model/imageTensor';

const field = (shape: number[], dtype = 'float32'): SignatureField => ({ name: '', type: 'tensor', dtype, shape, required: true });
const layout = (shape: number[], dtype?: string): ImageLayout => {
  const found = imageLayoutOf(field(shape, dtype));
  if (found === undefined) throw new Error(`${shape.join()} is no image`);
  return found;
};

describe('which inputs are images', () => {
  it.each([
    [[-1, 28, 28, 1], { height: 28, width: 28, channels: 1, order: 'last', batch: true }],
    [[-1, 3, 224, 224], { height: 224, width: 224, channels: 3, order: 'first', batch: true }],
    [[1, 480, 640, 3], { height: 480, width: 640, channels: 3, order: 'last', batch: true }],
    [[-1, -1, -1, 3], { height: undefined, width: undefined, channels: 3, order: 'last', batch: true }],
    [[-1, 8, 8], { height: 8, width: 8, channels: 1, order: 'none', batch: true }],
    [[32, 48, 4], { height: 32, width: 48, channels: 4, order: 'last', batch: false }],
  ])('%j is one', (shape, expected) => expect(layout(shape)).toMatchObject(expected));

  it.each([[[-1, 4]], [[-1, 30, 12]], [[-1, 2, 3, 3]], [[-1, 16, 16, 7]], [[5, 3, 32, 32]], [[-1, 4, 8, 8, 3]]])('%j is none', (shape) => expect(imageLayoutOf(field(shape))).toBeUndefined());

  it('neither are columns, texts and signed bytes', () => {
    expect(imageLayoutOf({ name: 'a', type: 'double', required: true })).toBeUndefined();
    expect(imageLayoutOf(field([-1, 28, 28, 1], 'object'))).toBeUndefined();
    expect(imageLayoutOf(field([-1, 28, 28, 1], 'int8'))).toBeUndefined();
  });
});

describe('the tensor of an image', () => {
  const rgba = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 10, 20, 30, 128];

  it('stands channels last, first, or without', () => {
    const sent = fromRgba(rgba, 2, 2, 3);
    expect(JSON.parse(tensorText(layout([-1, -1, -1, 3], 'uint8'), sent, 'bytes'))).toEqual([[[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [10, 20, 30]]]]);
    expect(JSON.parse(tensorText(layout([-1, 3, -1, -1], 'uint8'), sent, 'bytes'))).toEqual([[[[255, 0], [0, 10]], [[0, 255], [0, 20]], [[0, 0], [255, 30]]]]);
    // What Pillow's convert('L') makes of the same pixels.
    expect(JSON.parse(tensorText(layout([-1, -1, -1], 'uint8'), fromRgba(rgba, 2, 2, 1), 'bytes'))).toEqual([[[76, 150], [29, 18]]]);
    expect(JSON.parse(tensorText(layout([-1, -1, -1, 4], 'uint8'), fromRgba(rgba, 2, 2, 4), 'bytes'))).toEqual([[[[255, 0, 0, 255], [0, 255, 0, 255]], [[0, 0, 255, 255], [10, 20, 30, 128]]]]);
  });

  it('has the numbers that NumPy and torchvision give, in the precision of its type', () => {
    const grey = { width: 1, height: 1, bytes: Uint8Array.of(200) };
    const of = (range: PixelRange, dtype: string): number => (JSON.parse(tensorText(layout([-1, -1, -1, 1], dtype), grey, range)) as number[][][][])[0]?.[0]?.[0]?.[0] ?? Number.NaN;
    expect(Math.fround(of('unit', 'float32'))).toBe(Math.fround(200 / 255));
    expect(of('unit', 'float64')).toBe(200 / 255);
    expect(Math.fround(of('signed', 'float32'))).toBe(Math.fround(200 / 127.5 - 1));
    // (ToTensor, Normalize) of (200, 100, 50)
    const colours = JSON.parse(tensorText(layout([-1, 3, -1, -1]), { width: 1, height: 1, bytes: Uint8Array.of(200, 100, 50) }, 'imagenet')) as number[][][][];
    expect((colours[0] ?? []).flat(2).map((one) => one.toFixed(6))).toEqual(['1.307047', '-0.285014', '-0.932985']);
  });

  it.each<[number[], string, PixelRange]>([[[-1, 3, 5, 6], 'float32', 'unit'], [[-1, 5, 6, 3], 'float64', 'signed'], [[-1, 5, 6, 3], 'float32', 'imagenet'], [[-1, 5, 5], 'uint8', 'bytes'], [[5, 6, 4], 'int32', 'bytes']])('of %j, %s and %s is read back as the same image', (shape, dtype, range) => {
    const taken = layout(shape, dtype);
    const [width, height] = [taken.width ?? 0, taken.height ?? 0];
    const bytes = Uint8Array.from({ length: width * height * taken.channels }, (_, at) => (at * 37) % 256);
    expect(pixelsOf(taken, tensorText(taken, { width, height, bytes }, range))).toEqual({ pixels: { width, height, bytes }, range, images: 1 });
  });

  it('is looked at where it is one: its first image, and none where numbers do not fit', () => {
    const taken = layout([-1, 4, 4, 1]);
    const image = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => [0.5]));
    expect(pixelsOf(taken, JSON.stringify([image, image, image]))).toMatchObject({ images: 3, range: 'unit', pixels: { width: 4, height: 4 } });
    for (const text of ['', '[', '7', '[]', JSON.stringify([[[1]]]), JSON.stringify([image.slice(1)]), JSON.stringify([[...image.slice(1), [[0], [0]]]]), '[[[["a"]]]]']) {
      expect(pixelsOf(taken, text), text).toBeUndefined();
    }
  });
});

it('what a model takes in any size is sent as it is, and made smaller where it is a photo', () => {
  expect(sentSize({ width: 28, height: 30 }, { width: 640, height: 480 })).toEqual({ width: 28, height: 30 });
  expect(sentSize({ width: undefined, height: undefined }, { width: 100, height: 50 })).toEqual({ width: 100, height: 50 });
  expect(sentSize({ width: undefined, height: undefined }, { width: 4000, height: 3000 })).toEqual({ width: 512, height: 384 });
});

it('whole numbers are bytes, and only colours have the means of ImageNet', () => {
  expect(rangesOf(layout([-1, 8, 8, 3], 'uint8'))).toEqual(['bytes']);
  expect(rangesOf(layout([-1, 8, 8, 1]))).toEqual(['unit', 'bytes', 'signed']);
  expect(rangesOf(layout([-1, 8, 8, 3]))).toContain('imagenet');
});

it('is drawn as it is sent', () => {
  expect([...rgbaOf({ width: 2, height: 1, bytes: Uint8Array.of(5, 9) }, 1)]).toEqual([5, 5, 5, 255, 9, 9, 9, 255]);
  expect([...rgbaOf({ width: 1, height: 1, bytes: Uint8Array.of(1, 2, 3) }, 3)]).toEqual([1, 2, 3, 255]);
  expect([...rgbaOf({ width: 1, height: 1, bytes: Uint8Array.of(1, 2, 3, 4) }, 4)]).toEqual([1, 2, 3, 4]);
});

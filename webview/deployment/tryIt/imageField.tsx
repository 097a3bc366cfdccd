/** A field that takes an image: what is sent is looked at, another one is chosen, and its numbers can be typed all the same. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ImageFile, PixelRange, SentImage } from '../../../src/protocol/panels/deploymentPanel';
import { Field, type FieldProps } from '../../model/formField';
import { pixelsOf, rangesOf, rgbaOf, type ImageLayout, type Pixels } from '../../model/imageTensor';
import { Button } from '../../ui/controls';
import { decodeImage, pixelsIn } from './decodedImage';

export interface ImageFieldProps extends Omit<FieldProps, 'children'> {
  readonly taken: ImageLayout;
  readonly image: SentImage | undefined;
  /** asks for a file; null: none was chosen */
  readonly choose: () => Promise<ImageFile | null>;
  readonly changeImage: (key: string, image: SentImage) => void;
}

const RANGES: Readonly<Record<PixelRange, string>> = { unit: '0 to 1', bytes: '0 to 255', signed: '−1 to 1', imagenet: 'ImageNet’s mean and deviation' };
const CHANNELS = { 1: 'grey', 3: 'RGB', 4: 'RGBA' } as const;
/** Smaller ones are drawn larger, px. */
const SHOWN_SIDE = 128;

export function ImageField({ taken, image, choose, changeImage, ...field }: ImageFieldProps): JSX.Element {
  const { one: { key, field: { name } }, text } = field;
  const [asNumbers, setAsNumbers] = useState(false);
  const [problem, setProblem] = useState<string>();
  const typed = useMemo(() => (image !== undefined || text === undefined ? undefined : pixelsOf(taken, text)), [taken, image, text]);
  const pixels = useMemo(() => (image === undefined ? typed?.pixels : pixelsIn(image)), [image, typed]);
  const pick = async (): Promise<void> => {
    try {
      const file = await choose();
      if (file !== null) {
        changeImage(key, await decodeImage(file, taken, image?.range ?? typed?.range));
        setAsNumbers(false);
      }
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const change: typeof field.change = (...typing) => { setProblem(undefined); field.change(...typing); };
  const others = (typed?.images ?? 1) - 1;
  const drawn = !asNumbers && (pixels !== undefined || text === undefined || text === '');
  const said = problem ?? field.said;
  return (
    <div class="image-field">
      <Field {...field} change={change} {...(said === undefined ? {} : { said })}>
        {drawn ? (
          <div class="sent-image" role="group" aria-label={name === '' ? 'input' : name}>
            {pixels === undefined ? <span class="blank" aria-hidden="true"><span class="codicon codicon-file-media" /></span>
              : <Drawn pixels={pixels} channels={taken.channels} label={`Image that is sent${image === undefined ? '' : `: ${image.name}`}`} />}
            <div>
              {pixels === undefined ? <p class="quiet">No image yet.</p> : <p class="wrap">{image?.name ?? 'The input example'}{others > 0 && <span class="quiet"> and {others} more</span>}</p>}
              {pixels !== undefined && <p class="quiet">{image === undefined || same(image) ? '' : `${sizeText(image.own)} → `}{sizeText(pixels)}, {CHANNELS[taken.channels]}</p>}
              {image !== undefined && rangesOf(taken).length > 1 && (
                <label class="range">Values
                  <select value={image.range} onChange={(event) => { const range = rangesOf(taken).find((it) => it === event.currentTarget.value); if (range !== undefined) { changeImage(key, { ...image, range }); } }}>
                    {rangesOf(taken).map((range) => <option key={range} value={range}>{RANGES[range]}</option>)}
                  </select>
                </label>
              )}
            </div>
          </div>
        ) : undefined}
      </Field>
      <p class="picks">
        <Button onClick={() => { void pick(); }}>Choose image…</Button>
        {pixels !== undefined && <button type="button" class="link" onClick={() => setAsNumbers(!asNumbers)}>{asNumbers ? 'As an image' : 'As numbers'}</button>}
      </p>
    </div>
  );
}

function Drawn({ pixels, channels, label }: { readonly pixels: Pixels; readonly channels: 1 | 3 | 4; readonly label: string }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgbaOf(pixels, channels), pixels.width, pixels.height), 0, 0);
  }, [pixels, channels]);
  const scale = SHOWN_SIDE / Math.max(pixels.width, pixels.height);
  return <canvas ref={canvas} role="img" aria-label={label} width={pixels.width} height={pixels.height} class={scale > 1 ? 'enlarged' : ''} style={{ width: `${pixels.width * scale}px`, height: `${pixels.height * scale}px` }} />;
}

function sizeText({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${width} × ${height}`;
}

function same({ own, width, height }: SentImage): boolean {
  return own.width === width && own.height === height;
}

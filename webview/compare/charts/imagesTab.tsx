/** Image artifacts of the ticked runs side by side, all at one step. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { RunDot } from '../../ui/runMark';
import { formatNumber } from '../../../src/wording/formatNumber';
import { messageOf, type Comparison } from '../comparison';
import { keep, kept } from './kept';
import { Opener } from '../../ui/opener';
import type { Offer } from '../menus';
import { imageAt, imageSeries, type ImageFile, type ImageSteps } from './imageSeries';
import type { OpenList } from './runsTabs';
import './imagesTab.css';

/** Runs whose images are shown at once. */
const RUNS = 24;
/** Larger files are read only when someone asks for them, bytes. */
const LARGEST = 20_000_000;

interface ImagesKept { readonly series?: string; readonly step?: number }

/** What is known of the images of each run; undefined while it is being read. */
type RunImages = ReadonlyMap<string, ReadonlyMap<string, ImageSteps>>;

export function ImagesTab({ comparison, openList }: { readonly comparison: Comparison; readonly openList: OpenList }): JSX.Element {
  const shown = comparison.state.selected.slice(0, RUNS);
  const { images, problem } = useImages(comparison, shown);
  const names = useMemo(() => seriesNames(images), [images]);
  const { series = names[0], step } = kept<ImagesKept>(comparison, 'images');
  const steps = useMemo(() => [...new Set([...images.values()].flatMap((own) => [...(own.get(series ?? '')?.keys() ?? [])]))].filter((one) => one >= 0).toSorted((a, b) => a - b), [images, series]);
  if (problem !== undefined) {
    return <p class="diff-empty" role="alert">The images could not be listed. {problem}</p>;
  }
  if (shown.length === 0 || (names.length === 0 && images.size >= shown.length)) {
    return <p class="diff-empty">{shown.length === 0 ? 'Select runs in the table to see their images.' : 'None of the selected runs has logged an image. What mlflow.log_image and mlflow.log_figure write appears here.'}</p>;
  }
  const at = step ?? steps.at(-1) ?? -1;
  const offer = (): Offer => ({
    label: 'Images', search: 'Find an image', entries: names.map((name) => ({ id: name, label: name, checked: name === series })), choose: (name) => keep(comparison, 'images', { series: name }),
  });
  return (
    <div class="images">
      <div class="images-line">
        <Opener value={series ?? ''} onOpen={(anchor) => openList(anchor, offer)} />
        {steps.length > 1 && (
          <label class="smoothing images-steps">
            <span class="quiet">step</span>
            <input type="range" min="0" max={steps.length - 1} step="1" value={Math.max(0, steps.findLastIndex((one) => one <= at))} aria-valuetext={`step ${at}`} onInput={(event) => keep(comparison, 'images', { step: steps[Number(event.currentTarget.value)] })} />
            <span>{at.toLocaleString('en-US')}</span>
          </label>
        )}
        {comparison.state.selected.length > RUNS && <span class="quiet">the first {RUNS} selected runs</span>}
      </div>
      <div class="images-grid">
        {shown.map((id) => <RunImage key={id} comparison={comparison} runId={id} image={imageAt(images.get(id)?.get(series ?? '') ?? new Map<number, ImageFile>(), at)} at={at} known={images.has(id)} />)}
      </div>
    </div>
  );
}

/** Those with the most steps first: what was logged over and over is what someone wants to see grow. */
function seriesNames(images: RunImages): readonly string[] {
  const steps = new Map<string, number>();
  images.forEach((series) => series.forEach((own, name) => steps.set(name, Math.max(own.size, steps.get(name) ?? 0))));
  return [...steps].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
}

function RunImage({ comparison, runId, image, at, known }: { readonly comparison: Comparison; readonly runId: string; readonly image: ReturnType<typeof imageAt>; readonly at: number; readonly known: boolean }): JSX.Element {
  const row = comparison.data.runs.row(runId);
  // Asked for once, a series of large images goes on being shown at its other steps.
  const [asked, setAsked] = useState(false);
  const waits = (image?.file.size ?? 0) > LARGEST && !asked;
  const [broken, setBroken] = useState<string>();
  const { url, problem } = usePicture(comparison, runId, waits ? undefined : image?.file.path);
  const name = row === undefined ? runId : comparison.data.runs.names[row] ?? runId;
  return (
    <figure onPointerEnter={() => comparison.hovered.set(row)} onPointerLeave={() => comparison.hovered.set(undefined)}>
      <div class="image-place">
        {url !== undefined && <img key={url} src={url} alt={`${image?.file.path ?? ''} of ${name}`} onError={() => setBroken(url)} class={broken === url ? 'image-broken' : ''} />}
        {url !== undefined && broken === url && <span class="quiet">This file cannot be drawn as an image.</span>}
        {url === undefined && image === undefined && known && <span class="quiet">no such image</span>}
        {problem !== undefined && <span class="quiet">{problem}</span>}
        {waits && <span class="image-ask"><span>This image has {formatNumber(Math.round((image?.file.size ?? 0) / 1e6))} MB.</span><button type="button" class="opener" onClick={() => setAsked(true)}>Show it</button></span>}
      </div>
      <figcaption>
        <RunDot color={row === undefined ? undefined : comparison.color(row)} filled />
        <span class="run-name-text">{name}</span>
        {image !== undefined && image.step >= 0 && image.step !== at && <span class="quiet">step {image.step.toLocaleString('en-US')}</span>}
      </figcaption>
    </figure>
  );
}

/** Lists the images of runs, each run once, and again when it has changed. */
function useImages(comparison: Comparison, runIds: readonly string[]): { readonly images: RunImages; readonly problem: string | undefined } {
  const [images, setImages] = useState<RunImages>(new Map());
  const [problem, setProblem] = useState<string>();
  const read = async (ids: readonly string[]): Promise<void> => {
    try {
      const answer = await comparison.host.ask('images', { run_ids: [...ids] });
      setImages((before) => new Map([...before, ...answer.map(({ run_id: id, files }) => [id, imageSeries(files)] as const)]));
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  useEffect(() => {
    const missing = runIds.filter((id) => !images.has(id));
    if (missing.length > 0) { void read(missing); }
  }, [runIds.join()]);
  useEffect(() => comparison.changedRuns.follow((changed) => {
    const own = changed.filter((id) => runIds.includes(id));
    if (own.length > 0) { void read(own); }
  }), [runIds.join()]);
  return { images, problem };
}

/** The bytes of an image as an address for <img>; given back when another one is shown. What was there stays until the next is. */
function usePicture(comparison: Comparison, runId: string, path: string | undefined): { readonly url: string | undefined; readonly problem: string | undefined } {
  const [picture, setPicture] = useState<{ readonly url?: string; readonly problem?: string }>({});
  useEffect(() => {
    if (path === undefined) {
      setPicture({});
      return undefined;
    }
    const reading = new AbortController();
    let url: string | undefined;
    const read = async (): Promise<void> => {
      try {
        const { bytes, type } = await comparison.host.ask('image', { run_id: runId, path }, reading.signal);
        if (!reading.signal.aborted) {
          url = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type }));
          setPicture({ url });
        }
      } catch (error) {
        if (!reading.signal.aborted) { setPicture({ problem: messageOf(error) }); }
      }
    };
    void read();
    return () => {
      reading.abort();
      if (url !== undefined) { URL.revokeObjectURL(url); }
    };
  }, [runId, path]);
  return { url: picture.url, problem: picture.problem };
}

/** The Try it tab: the signature as a form, what the deployment answers, and the same request as code. */
import type { JSX } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Deployment } from '../../../src/protocol/deployments';
import type { DeploymentPanelState, InvokeAnswer } from '../../../src/protocol/panels/deploymentPanel';
import type { ServedInterface } from '../../../src/protocol/servedInterface';
import { Field } from '../../model/formField';
import { imageLayoutOf, tensorText } from '../../model/imageTensor';
import { NoExample, useInputExample } from '../../model/inputExample';
import { formFields, prefilled, type Filled } from '../../model/signatureForm';
import { Button } from '../../ui/controls';
import { Empty, Failed } from '../../ui/empty';
import { useLive, type Live } from '../../ui/live';
import { Loading } from '../../ui/loading';
import { Scroller } from '../../ui/scroller';
import type { DeploymentHost, Keep } from '../deploymentHost';
import { answerOf, fieldNamedIn } from './answer';
import { AnswerView } from './answerView';
import { BatchPart } from './batchPart';
import { pixelsIn } from './decodedImage';
import { ImageField } from './imageField';
import { bareRequest, inference, invocation, type Request } from './requestBody';
import { Snippets } from './snippetsPart';

export interface TryItTabProps { readonly host: DeploymentHost; readonly deployment: Deployment; readonly state: DeploymentPanelState; readonly keep: Keep }

export function TryItTab({ host, deployment, state, keep }: TryItTabProps): JSX.Element {
  const [arm] = deployment.arms;
  const version = `${arm?.model}/${arm?.version}`;
  const served = useLive<ServedInterface>(host, useCallback(async (signal) => host.ask('served', {}, signal), [host, version]));
  const example = useInputExample(host, version);
  if (served.value === undefined) {
    return deployment.state !== 'healthy' && served.problem !== undefined
      ? <Empty icon="beaker" title="Nothing to try yet">{served.problem.message}</Empty>
      : served.problem === undefined ? <Loading /> : <Failed message={served.problem.message} onRetry={served.refresh} />;
  }
  // Fields are drawn once it is known what stands in them. One that can't be read keeps nobody from trying.
  return example.value === undefined && example.problem === undefined ? <Loading /> : (
    <Scroller host={host} tab="try"><Form host={host} deployment={deployment} state={state} keep={keep} served={served.value} example={example} /></Scroller>
  );
}

interface Sent { readonly answer?: InvokeAnswer; readonly problem?: string }

interface FormProps extends TryItTabProps { readonly served: ServedInterface; readonly example: Live<unknown> }

function Form({ host, deployment, state, keep, served, example: read }: FormProps): JSX.Element {
  const example = read.value ?? null;
  const { signature } = served;
  const [inputs, params] = [formFields(signature?.inputs ?? [], 'input'), formFields(signature?.params ?? [], 'param')];
  // An image is a hundred thousand numbers: they are written when it changes, not with every key.
  const images: Filled = useMemo(() => Object.fromEntries(inputs.flatMap(({ key, field: one }) => {
    const [taken, image] = [imageLayoutOf(one), state.images?.[key]];
    return taken === undefined || image === undefined ? [] : [[key, tensorText(taken, pixelsIn(image), image.range)]];
  })), [served, state.images]);
  // An example may be as long: figures that come each second write it no second time.
  const { raw, values, plain } = useMemo(() => requestOf(served, example, state, images), [served, example, state.raw, state.filled, images]);
  const [sent, setSent] = useState<Sent>();
  const [sending, setSending] = useState<AbortController>();
  const send = async (): Promise<void> => {
    const end = new AbortController();
    setSending(end);
    try {
      setSent({ answer: await host.ask('invoke', signature === null ? plain : inference(served, values) ?? plain, end.signal) });
    } catch (error) {
      if (!end.signal.aborted) {
        setSent({ problem: error instanceof Error ? error.message : String(error) });
      }
    } finally {
      setSending(undefined);
    }
  };
  const answer = sent?.answer === undefined ? undefined : answerOf(sent.answer, served);
  const wrong = answer?.kind === 'refused' ? fieldNamedIn(answer.message, [...inputs, ...params]) : undefined;
  const kept = (key: string, change: Partial<DeploymentPanelState>): void => {
    keep(change);
    if (wrong?.key === key) {
      setSent(undefined);
    }
  };
  const without = (key: string): DeploymentPanelState['images'] => Object.fromEntries(Object.entries(state.images ?? {}).filter(([other]) => other !== key));
  const change = (key: string, text: string): void => kept(key, { filled: { ...state.filled, [key]: text }, images: without(key) });
  const field = (one: (typeof inputs)[number]): JSX.Element => {
    const taken = imageLayoutOf(one.field);
    const shared = { one, text: values[one.key], change, said: one.key === wrong?.key && answer?.kind === 'refused' ? answer.message : undefined };
    return taken === undefined ? <Field key={one.key} {...shared} /> : (
      <ImageField key={one.key} {...shared} taken={taken} image={state.images?.[one.key]} choose={async () => host.ask('chooseImage', {})} changeImage={(key, image) => kept(key, { images: { ...state.images, [key]: image } })} />
    );
  };
  const touched = state.raw !== undefined || Object.keys({ ...state.filled, ...state.images }).length > 0;
  const healthy = deployment.state === 'healthy';
  return (
    <div class="overview try">
      <form class="column" onSubmit={(event) => { event.preventDefault(); void send(); }} onKeyDown={(event) => { if (event.key === 'Enter' && healthy && sending === undefined && (event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement)) { event.preventDefault(); void send(); } }}>
        <section aria-labelledby="inputs-title">
          <h2 id="inputs-title">Inputs <span class="count">{inputs.length === 0 ? '' : inputs.length}</span>
            {touched && <button type="button" class="link push" onClick={() => keep({ filled: {}, images: {}, raw: undefined })}>{example === null ? 'Clear' : 'Back to the example'}</button>}
          </h2>
          {read.problem !== undefined && example === null && <NoExample example={read} />}
          {signature === null
            ? <><p class="quiet">The version was logged without a signature, so this is the request itself.</p><textarea class="mono" rows={10} aria-label="Request" spellcheck={false} value={raw} onInput={(event) => keep({ raw: event.currentTarget.value })} /></>
            : inputs.map(field)}
        </section>
        {params.length > 0 && <section aria-labelledby="params-title"><h2 id="params-title">Params <span class="count">{params.length}</span></h2>{params.map(field)}</section>}
        <div class="send">
          <Button primary disabled={!healthy || sending !== undefined} title={healthy ? 'Ctrl+Enter' : `It is ${deployment.state}`} onClick={() => { void send(); }}>{sending === undefined ? 'Send' : 'Sending…'}</Button>
          {sending !== undefined && <Button onClick={() => sending.abort()}>Cancel</Button>}
          {!healthy && <span class="quiet">It is {deployment.state}: start it to send.</span>}
        </div>
      </form>
      <div class="column">
        <section aria-labelledby="answer-title" aria-live="polite">
          <h2 id="answer-title">Answer</h2>
          <AnswerView answer={answer} sent={sent?.answer} problem={sent?.problem} beside={wrong?.field.name} />
        </section>
        <Snippets host={host} url={deployment.url} body={plain.body} language={state.snippet ?? 'curl'} keep={keep} />
        <BatchPart host={host} healthy={healthy} />
      </div>
    </div>
  );
}

/** What is in the form: the text of a request without a signature, the values of its fields, and the request that both make. */
function requestOf({ signature }: ServedInterface, example: unknown, state: DeploymentPanelState, images: Filled): { readonly raw: string; readonly values: Filled; readonly plain: Request } {
  const raw = state.raw ?? bareRequest(example);
  const values = { ...(signature === null ? {} : prefilled(signature, example)), ...state.filled, ...images };
  return { raw, values, plain: signature === null ? { path: '/invocations', body: raw } : invocation(signature, values) };
}

/** The signature as a form that is filled with the input example, what comes out, and the Python that does it. */
import type { JSX } from 'preact';
import type { ModelContents, ModelSignature, SignatureField } from '../../src/protocol/modelContents';
import type { ModelPanelState, VersionView } from '../../src/protocol/panels/modelPanel';
import { Empty, Failed } from '../ui/empty';
import { Loading } from '../ui/loading';
import type { Live } from '../ui/live';
import { Scroller } from '../ui/scroller';
import { Button } from '../ui/controls';
import type { ModelHost } from './modelHost';
import { uriOf } from './model';
import { Field } from './formField';
import { NoExample, useInputExample } from './inputExample';
import { formFields, prefilled, pythonSnippet, typeName, type Filled } from './signatureForm';

export interface SignatureTabProps {
  readonly host: ModelHost;
  readonly view: VersionView;
  readonly contents: Live<ModelContents>;
  readonly filled: Filled | undefined;
  readonly keep: (change: Partial<ModelPanelState>) => void;
}

export function SignatureTab({ host, view, contents, filled, keep }: SignatureTabProps): JSX.Element {
  const example = useInputExample(host);
  if (contents.value === undefined) {
    return contents.problem === undefined ? <Loading /> : <Failed message={contents.problem.message} onRetry={contents.refresh} />;
  }
  const { signature, problem, state } = contents.value;
  if (signature === null) {
    return (
      <Empty icon={state === 'gone' ? 'warning' : 'symbol-interface'} title="No signature">
        {problem ?? 'This version was logged without one, so nobody can tell what it takes. mlflow.sklearn.log_model(model, input_example=X[:2]) records it, and an example with it.'}
      </Empty>
    );
  }
  // Fields are drawn once it is known what stands in them: nothing that is typed is taken away again.
  return example.value === undefined && example.problem === undefined ? <Loading /> : (
    <Scroller host={host} tab="signature"><Form host={host} view={view} signature={signature} example={example} filled={filled} keep={keep} /></Scroller>
  );
}

interface FormProps extends Pick<SignatureTabProps, 'host' | 'view' | 'filled' | 'keep'> { readonly signature: ModelSignature; readonly example: Live<unknown> }

function Form({ host, view, signature, example: read, filled, keep }: FormProps): JSX.Element {
  const example = read.value ?? null;
  const begun = prefilled(signature, example);
  const values: Filled = { ...begun, ...filled };
  const change = (key: string, text: string): void => keep({ filled: { ...filled, [key]: text } });
  const [inputs, params] = [formFields(signature.inputs, 'input'), formFields(signature.params, 'param')];
  const code = pythonSnippet(uriOf(view), signature, values);
  return (
    <div class="overview">
      <div class="column">
        <section aria-labelledby="inputs-title">
          <h2 id="inputs-title">Inputs <span class="count">{inputs.length}</span>
            {filled !== undefined && Object.keys(filled).length > 0 && <button type="button" class="link push" onClick={() => keep({ filled: {} })}>{example === null ? 'Clear' : 'Back to the example'}</button>}
          </h2>
          {Object.keys(begun).length === 0 && <NoExample example={read} />}
          {inputs.map((one) => <Field key={one.key} one={one} text={values[one.key]} change={change} />)}
        </section>
        {params.length > 0 && (
          <section aria-labelledby="model-params-title">
            <h2 id="model-params-title">Params <span class="count">{params.length}</span></h2>
            {params.map((one) => <Field key={one.key} one={one} text={values[one.key]} change={change} />)}
          </section>
        )}
      </div>
      <div class="column">
        <section aria-labelledby="outputs-title"><h2 id="outputs-title">Outputs <span class="count">{signature.outputs.length === 0 ? '' : signature.outputs.length}</span></h2><Outputs fields={signature.outputs} /></section>
        <section aria-labelledby="python-title">
          <h2 id="python-title">As Python</h2>
          <pre class="source mono" tabIndex={0} aria-label="Python that predicts from these inputs">{code}</pre>
          <p class="buttons"><Button title="Copy the Python above" onClick={() => { void host.ask('copy', { text: code }); }}>Copy Python</Button></p>
          <p class="quiet">This runs anywhere that MLflow does. Deploy Locally, in the version’s context menu, predicts from here.</p>
        </section>
      </div>
    </div>
  );
}

function Outputs({ fields }: { readonly fields: readonly SignatureField[] }): JSX.Element {
  return fields.length === 0 ? <p class="quiet">The signature does not say what comes out.</p> : (
    <dl>{fields.map((field, index) => <><dt>{field.name === '' ? fields.length === 1 ? 'prediction' : `output ${index + 1}` : field.name}</dt><dd class="mono wrap">{typeName(field)}</dd></>)}</dl>
  );
}

/** The run's inputs, in short: all of them stand in the Data tab. */
import type { JSX } from 'preact';
import type { DatasetInput } from '../../../src/protocol/mlflow';

const SHOWN = 5;

export interface DatasetsProps { readonly inputs: readonly DatasetInput[]; readonly onOpen: () => void }

export function Datasets({ inputs, onOpen }: DatasetsProps): JSX.Element {
  if (inputs.length === 0) {
    return <></>;
  }
  return (
    <section aria-labelledby="datasets-title">
      <h2 id="datasets-title">Datasets <span class="count">{inputs.length}</span></h2>
      <ul class="lines">
        {inputs.slice(0, SHOWN).map(({ dataset, tags }, index) => (
          <li key={index}>
            <button type="button" class="link" onClick={onOpen}>{dataset.name}</button>
            <span class="quiet">{contextOf(tags)}</span>
            <span class="quiet mono">{dataset.digest}</span>
          </li>
        ))}
        {inputs.length > SHOWN && <li><button type="button" class="link" onClick={onOpen}>{inputs.length - SHOWN} more</button></li>}
      </ul>
    </section>
  );
}

/** What the dataset was used for, such as `training`. */
export function contextOf(tags: DatasetInput['tags']): string {
  return tags?.find(({ key }) => key === 'mlflow.data.context')?.value ?? '';
}

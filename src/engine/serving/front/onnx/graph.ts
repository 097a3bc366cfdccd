/** What a loaded graph says of its inputs. */
import type { InferenceSession } from 'onnxruntime-node';
import type { ElementType } from '../rows';
import { elementTypeOf } from './elements';

export interface GraphInput {
  readonly name: string;
  readonly type: Exclude<ElementType, 'json'>;
  /** dimensions behind the rows; -1: any length */
  readonly rowShape: readonly number[];
  /** values in a row; undefined: depends on what is sent */
  readonly width: number | undefined;
  /** rows of every run, when the graph was made for a fixed number */
  readonly fixedRows: number | undefined;
}

/** @throws Error when an input is of a type that onnxruntime cannot be given */
export function graphInputs(metadata: readonly InferenceSession.ValueMetadata[]): GraphInput[] {
  return metadata.map((input) => {
    const type = input.isTensor ? elementTypeOf(input.type) : undefined;
    if (!input.isTensor || type === undefined) {
      throw new Error(`its input '${input.name}' is ${input.isTensor ? `a tensor of type ${input.type}` : 'no tensor'}, which cannot be fed`);
    }
    const [first, ...rest] = input.shape;
    const rowShape = rest.map((length) => (typeof length === 'number' && length >= 0 ? length : -1));
    return {
      name: input.name,
      type,
      rowShape,
      width: rowShape.includes(-1) ? undefined : rowShape.reduce((product, length) => product * length, 1),
      fixedRows: typeof first === 'number' && first >= 0 ? first : undefined,
    };
  });
}

/**
 * Takes the ZipMap off the end of a classifier. skl2onnx puts it there unless told not to: a map from class to probability per row, which
 * onnxruntime-node can't fetch. The tensor that goes into it, with a column per class, becomes the output of the same name.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, NodeProtoSchema, TensorProto_DataLocation, TensorProto_DataType, TypeProtoSchema, TypeProto_TensorSchema, ValueInfoProtoSchema, type GraphProto, type ModelProto, type NodeProto } from 'onnx-buf';

export interface Unzipped {
  /** output that has a column per class now */
  readonly output: string;
  readonly classes: readonly string[];
}

/**
 * @param to where the graph goes when it had a ZipMap
 * @returns null when it has none, or keeps its weights in other files, which would be left behind
 * @throws Error when the file is no ONNX graph
 */
export async function takeZipMapOff(file: string, to: string): Promise<Unzipped | null> {
  const model: ModelProto = fromBinary(ModelProtoSchema, await readFile(file));
  const { graph } = model;
  const zipMap = graph?.node.find((node) => node.opType === 'ZipMap' && graph.output.some(({ name }) => name === node.output[0]));
  if (graph === undefined || zipMap === undefined || graph.initializer.some((weights) => weights.dataLocation === TensorProto_DataLocation.EXTERNAL)) {
    return null;
  }
  const [from = ''] = zipMap.input;
  const [output = ''] = zipMap.output;
  replace(graph, zipMap, from, output);
  await writeFile(to, toBinary(ModelProtoSchema, model));
  return { output, classes: classesOf(zipMap) };
}

function replace(graph: GraphProto, zipMap: NodeProto, from: string, output: string): void {
  graph.node = graph.node.map((node) => (node === zipMap ? create(NodeProtoSchema, { opType: 'Identity', input: [from], output: [output], name: zipMap.name }) : node));
  // ONNX-ML's ZipMap takes floats alone; the shape is what the graph makes of it.
  const type = create(TypeProtoSchema, { value: { case: 'tensorType', value: create(TypeProto_TensorSchema, { elemType: TensorProto_DataType.FLOAT }) } });
  graph.output = graph.output.map((value) => (value.name === output ? create(ValueInfoProtoSchema, { name: output, type }) : value));
}

function classesOf(zipMap: NodeProto): string[] {
  const texts = zipMap.attribute.find(({ name }) => name === 'classlabels_strings')?.strings ?? [];
  const numbers = zipMap.attribute.find(({ name }) => name === 'classlabels_int64s')?.ints ?? [];
  return texts.length > 0 ? texts.map((bytes) => Buffer.from(bytes).toString('utf8')) : numbers.map(String);
}

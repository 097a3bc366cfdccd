/** A real ONNX graph for tests: `label` is the index of the largest of three numbers, `scores` the numbers themselves. */
import { create, toBinary } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType, AttributeProtoSchema, GraphProtoSchema, ModelProtoSchema, NodeProtoSchema, OperatorSetIdProtoSchema, TensorProto_DataType, TensorShapeProto_DimensionSchema, TensorShapeProtoSchema, TypeProto_MapSchema, TypeProto_SequenceSchema, TypeProto_TensorSchema, TypeProtoSchema, ValueInfoProtoSchema, type TypeProto, type ValueInfoProto } from 'onnx-buf';

export interface TinyGraph {
  /** puts skl2onnx's ZipMap at the end, so that `scores` is a sequence of maps */
  readonly zipMap: boolean;
}

export function tinyGraph({ zipMap }: TinyGraph): Uint8Array {
  const int = (name: string, i: bigint) => create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i });
  const classes = create(AttributeProtoSchema, { name: 'classlabels_strings', type: AttributeProto_AttributeType.STRINGS, strings: ['low', 'mid', 'high'].map((text) => Buffer.from(text)) });
  const last = zipMap
    ? create(NodeProtoSchema, { opType: 'ZipMap', domain: 'ai.onnx.ml', input: ['X'], output: ['scores'], attribute: [classes] })
    : create(NodeProtoSchema, { opType: 'Identity', input: ['X'], output: ['scores'] });
  const graph = create(GraphProtoSchema, {
    name: 'tiny',
    node: [create(NodeProtoSchema, { opType: 'ArgMax', input: ['X'], output: ['label'], attribute: [int('axis', 1n), int('keepdims', 0n)] }), last],
    input: [value('X', tensor(TensorProto_DataType.FLOAT, 3))],
    output: [value('label', tensor(TensorProto_DataType.INT64)), value('scores', zipMap ? maps() : tensor(TensorProto_DataType.FLOAT, 3))],
  });
  const opsets = [['', 13], ['ai.onnx.ml', 1]] as const;
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph, opsetImport: opsets.map(([domain, version]) => create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) })) }));
}

function value(name: string, type: TypeProto): ValueInfoProto {
  return create(ValueInfoProtoSchema, { name, type });
}

function tensor(elemType: number, columns?: number): TypeProto {
  const rows = create(TensorShapeProto_DimensionSchema, { value: { case: 'dimParam', value: 'N' } });
  const dim = columns === undefined ? [rows] : [rows, create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: BigInt(columns) } })];
  return create(TypeProtoSchema, { value: { case: 'tensorType', value: create(TypeProto_TensorSchema, { elemType, shape: create(TensorShapeProtoSchema, { dim }) }) } });
}

function maps(): TypeProto {
  const map = create(TypeProtoSchema, { value: { case: 'mapType', value: create(TypeProto_MapSchema, { keyType: TensorProto_DataType.STRING, valueType: create(TypeProtoSchema, { value: { case: 'tensorType', value: create(TypeProto_TensorSchema, { elemType: TensorProto_DataType.FLOAT }) } }) }) } });
  return create(TypeProtoSchema, { value: { case: 'sequenceType', value: create(TypeProto_SequenceSchema, { elemType: map }) } });
}

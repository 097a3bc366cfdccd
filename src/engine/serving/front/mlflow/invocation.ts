/** Bodies of POST /invocations, as MLflow's scoring server reads them (mlflow/pyfunc/scoring_server/__init__.py, utils/proto_json_utils.py). */
import { parse } from 'papaparse';
import { parseExactJson } from '../../../../connection/exactJson';
import { isObject } from '../../../../wording/parsedJson';
import { MlflowError } from '../../../mlflowErrors';
import { tableOfRecords, tableOfRows, type Frame, type Table } from '../frame';

const FORMATS = ['dataframe_records', 'dataframe_split', 'inputs', 'instances'] as const;
type Format = (typeof FORMATS)[number];
const REQUIRED_FORMAT = "The input must be a JSON dictionary with exactly one of the input fields {'dataframe_records', 'dataframe_split', 'inputs', 'instances'}";

/** @throws MlflowError BAD_REQUEST, in MLflow's words where it has any */
export function readJsonInvocation(body: string): Frame {
  return frameOf(objectOf(body));
}

/** @throws MlflowError BAD_REQUEST */
export function readCsvInvocation(body: string): Table {
  const { data, errors } = parse<string[]>(body, { skipEmptyLines: true });
  const [header, ...lines] = data;
  if (header === undefined) {
    throw unreadableCsv('No columns to parse from file');
  }
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes !== undefined) {
    throw unreadableCsv(`${quotes.message}${quotes.row === undefined ? '' : `, in row ${quotes.row}`}`);
  }
  const wide = lines.findIndex((line) => line.length > header.length);
  if (wide >= 0) {
    throw unreadableCsv(`Expected ${header.length} fields in line ${wide + 2}, saw ${lines[wide]?.length}`);
  }
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) {
    throw unreadableCsv(`the column ${twice} is there more than once`);
  }
  // pandas reads an empty field as missing.
  return tableOfRows(header, lines.map((line) => line.map((field) => (field === '' ? null : field))));
}

function unreadableCsv(why: string): MlflowError {
  return new MlflowError('BAD_REQUEST', `Failed to parse input as a Pandas DataFrame. Ensure that the input is a valid CSV-formatted Pandas DataFrame produced using the \`pandas.DataFrame.to_csv()\` method. Error: '${why}'`);
}

function objectOf(body: string): Readonly<Record<string, unknown>> {
  let input: unknown;
  try {
    input = parseExactJson(body);
  } catch (error) {
    throw bad(`Ensure that input is a valid JSON formatted string. Error: '${error instanceof Error ? error.message : String(error)}'`);
  }
  if (isObject(input)) {
    return input;
  }
  throw bad(Array.isArray(input) ? `${REQUIRED_FORMAT}. Received a list.` : `${REQUIRED_FORMAT}. Received unexpected input type '${input === null ? 'null' : typeof input}'.`);
}

function frameOf(input: Readonly<Record<string, unknown>>): Frame {
  const formats = FORMATS.filter((name) => name in input);
  const [format] = formats;
  if (format === undefined || formats.length > 1) {
    throw new MlflowError('BAD_REQUEST', `${REQUIRED_FORMAT}. Received dictionary with input fields: [${formats.map((name) => `'${name}'`).join(', ')}].`);
  }
  return READERS[format](input[format]);
}

const READERS: Record<Format, (value: unknown) => Frame> = {
  dataframe_split: splitFrame,
  dataframe_records: recordsFrame,
  instances: readInstances,
  inputs: readInputs,
};

function splitFrame(value: unknown): Table {
  if (!isObject(value)) {
    throw bad(`Dataframe split format must be a dictionary. Got ${Array.isArray(value) ? 'list' : `type ${typeof value}`}.`);
  }
  const { columns, data } = value;
  if (!('data' in value) || Object.keys(value).some((key) => key !== 'columns' && key !== 'data' && key !== 'index')) {
    throw bad(`Dataframe split format must have 'data' field and optionally 'columns' and 'index' fields. Got {${Object.keys(value).map((key) => `'${key}'`).join(', ')}}.'`);
  }
  try {
    if (!Array.isArray(data)) {
      throw new TypeError('data must be a list of rows');
    }
    if (columns !== undefined && columns !== null && !Array.isArray(columns)) {
      throw new TypeError('columns must be a list of names');
    }
    return tableOfRows(columns?.map(String), data);
  } catch (error) {
    throw bad(`Provided dataframe_split field is not a valid dataframe representation in 'split' format. Error: '${error instanceof Error ? error.message : String(error)}'`);
  }
}

function recordsFrame(value: unknown): Table {
  if (!Array.isArray(value)) {
    throw bad(`Dataframe records format must be a list of records. Got ${isObject(value) ? 'dictionary' : `type ${typeof value}`}.`);
  }
  return value.every(isObject) ? tableOfRecords(value) : tableOfRows(undefined, value);
}

/** TensorFlow Serving's row form: a list with one element per row. */
export function readInstances(value: unknown): Frame {
  if (!Array.isArray(value) || !value.every(isObject)) {
    return readInputs(value);
  }
  const table = tableOfRecords(value);
  const incomplete = [...table.columns.keys()].find((name) => !value.every((row) => name in row));
  if (incomplete !== undefined) {
    throw bad(`The length of values for each input/column name are not the same: not every instance has '${incomplete}'.`);
  }
  return table;
}

/** TensorFlow Serving's column form, an array, or a list of records. */
export function readInputs(value: unknown): Frame {
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    return tableOfRecords(value);
  }
  if (!isObject(value)) {
    return { kind: 'array', value };
  }
  const columns = Object.entries(value);
  const single = columns.every(([, values]) => !Array.isArray(values));
  const table = new Map(columns.map(([name, values]) => [name, Array.isArray(values) ? (values as unknown[]) : [values]]));
  const rows = single ? 1 : (table.values().next().value?.length ?? 0);
  const other = [...table].find(([, values]) => values.length !== rows);
  if (other !== undefined) {
    throw bad(`The length of values for each input/column name are not the same: '${columns[0]?.[0]}' has ${rows}, '${other[0]}' has ${other[1].length}.`);
  }
  return { kind: 'table', positional: false, rows, columns: table };
}

function bad(message: string): MlflowError {
  return new MlflowError('BAD_REQUEST', `Invalid input. ${message}`);
}

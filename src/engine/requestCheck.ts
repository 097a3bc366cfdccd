/**
 * Checks requests against their TypeBox schemas with MLflow's own rules and messages: null is absent, an empty string does not fill
 * a required field, integers may come as text, unknown fields are dropped. Schemas are compiled to closures once; a fault is a
 * value, not an exception, until it reaches the route.
 */
import { invalid } from './mlflowErrors';

/** The part of JSON Schema that request schemas use. */
export interface FieldSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly default?: unknown;
  readonly anyOf?: readonly { readonly const?: unknown }[];
}

class Fault {
  constructor(readonly path: string, readonly value: unknown, readonly reason: 'missing' | 'type' | 'range', readonly hint = '') {}

  within(prefix: string): Fault {
    const path = this.path === '' ? prefix : this.path.startsWith('[') ? prefix + this.path : `${prefix}.${this.path}`;
    return new Fault(path, this.value, this.reason, this.hint);
  }

  message(): string {
    if (this.reason === 'missing') {
      return `Missing value for required parameter '${this.path}'. See the API docs for more information about request parameters.`;
    }
    const hint = this.reason === 'range' ? this.hint : ` Hint: Value was of type '${pythonType(this.value)}'. See the API docs for more information about request parameters.`;
    return `Invalid value ${shown(this.value)} for parameter '${this.path}' supplied: ${hint}`;
  }
}

type Check = (value: unknown) => unknown;

/**
 * Compiles a schema of an object.
 * @returns a function that gives the request with its declared fields only, or throws MlflowError 400
 */
export function compileRequest<T>(schema: object): (input: Readonly<Record<string, unknown>>) => T {
  const check = objectCheck(schema as FieldSchema);
  return (input) => {
    const result = check(input);
    if (result instanceof Fault) {
      throw invalid(result.message());
    }
    return result as T;
  };
}

function compile(schema: FieldSchema): Check {
  switch (schema.type) {
    case 'string': return stringCheck;
    case 'integer': return numberCheck(schema, true);
    case 'number': return numberCheck(schema, false);
    case 'boolean': return booleanCheck;
    case 'array': return arrayCheck(schema);
    case 'object': return objectCheck(schema);
    default: return schema.anyOf === undefined ? (value) => value : literalCheck(schema);
  }
}

function stringCheck(value: unknown): unknown {
  return typeof value === 'string' ? value : new Fault('', value, 'type');
}

function booleanCheck(value: unknown): unknown {
  if (typeof value === 'boolean') {
    return value;
  }
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : new Fault('', value, 'type');
}

const SPECIAL = new Map<unknown, number>([['NaN', Number.NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]]);

function numberCheck(schema: FieldSchema, integer: boolean): Check {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  return (value) => {
    let number: number;
    if (typeof value === 'number') {
      number = value;
    } else if (typeof value === 'string' && value.trim() !== '') {
      number = integer ? Number(value) : SPECIAL.get(value) ?? Number(value);
      if (Number.isNaN(number) && value !== 'NaN') {
        return new Fault('', value, 'type');
      }
    } else {
      return new Fault('', value, 'type');
    }
    if (integer && !Number.isSafeInteger(number)) {
      return new Fault('', value, 'type');
    }
    if (number < minimum || number > maximum) {
      const range = minimum === -Infinity ? `at most ${maximum}` : maximum === Infinity ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
      return new Fault('', value, 'range', `It must be ${range}.`);
    }
    return number;
  };
}

function literalCheck(schema: FieldSchema): Check {
  const allowed = (schema.anyOf ?? []).map((choice) => choice.const);
  return (value) => (allowed.includes(value) ? value : new Fault('', value, 'range', `Valid values are ${allowed.join(', ')}.`));
}

function arrayCheck(schema: FieldSchema): Check {
  const item = schema.items === undefined ? (value: unknown) => value : compile(schema.items);
  return (value) => {
    // One value of a repeated query parameter arrives alone.
    const list = typeof value === 'string' ? [value] : value;
    if (!Array.isArray(list)) {
      return new Fault('', value, 'type');
    }
    const result = Array.from<unknown>({ length: list.length });
    for (let index = 0; index < list.length; index += 1) {
      const checked = item(list[index]);
      if (checked instanceof Fault) {
        return checked.within(`[${index}]`);
      }
      result[index] = checked;
    }
    return result;
  };
}

function objectCheck(schema: FieldSchema): Check {
  const names = Object.keys(schema.properties ?? {});
  const fields = names.map((name) => schema.properties?.[name] as FieldSchema);
  const checks = fields.map((field) => compile(field));
  const required = names.map((name) => schema.required?.includes(name) === true);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return new Fault('', value, 'type');
    }
    const input = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      const given = input[name];
      if (given === undefined || given === null || (given === '' && required[index] === true)) {
        if (required[index] === true) {
          return new Fault(name, given, 'missing');
        }
        const fallback = fields[index]?.default;
        if (fallback !== undefined) {
          result[name] = fallback;
        }
        continue;
      }
      const checked = (checks[index] as Check)(given);
      if (checked instanceof Fault) {
        return checked.within(name);
      }
      result[name] = checked;
    }
    return result;
  };
}

/** The word of MLflow's messages for the type of a JSON value. */
function pythonType(value: unknown): string {
  switch (typeof value) {
    case 'string': return 'str';
    case 'boolean': return 'bool';
    case 'number': return Number.isInteger(value) ? 'int' : 'float';
    default: return value === null || value === undefined ? 'NoneType' : Array.isArray(value) ? 'list' : 'dict';
  }
}

/** A value as JSON, short enough for a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { TSchema } from 'typebox';
import { hasDecimals } from '../core/decimals.js';
import { type InstantKind, instantFault } from '../core/instants.js';
import { FIRST_INSTANT, LAST_INSTANT } from '../core/time.js';
import type { FieldError } from '../services/errors.js';
import { turnsAfter } from '../services/turns.js';
import { nullListsKeyword, withNullLists } from './null-lists.js';
import type { Operation } from './operations.js';
import { getComponent, propertiesOf, reachableComponents } from './schemas/components.js';
import { bodyViolations, parameterViolations, periodViolations } from './violations.js';

const STRICT: Options = {
  ...{ allErrors: true, discriminator: true, allowUnionTypes: true, removeAdditional: false },
  // Tests validate the schemas themselves in the document; here that would take 150 ms of every start.
  ...{ validateSchema: false, meta: false },
};
const COERCING: Options = { ...STRICT, coerceTypes: 'array' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface Validators {
  /** Violations of the request at the instant `now`, empty when it is valid. Coerces `params` and `query` in place. */
  check(parts: { params: unknown; query: unknown; body: unknown }, now: number): FieldError[];
  /** Violations by index of the item, for operations with `perItem`; pointers begin at the item. */
  checkItems(body: unknown, now: number): Promise<ReadonlyMap<number, readonly FieldError[]>>;
}

interface TimelessValidators {
  check(parts: { params: unknown; query: unknown; body: unknown }): FieldError[];
  /** Present for operations with `perItem`. */
  items: { of(body: unknown): readonly unknown[]; check(item: unknown): readonly FieldError[] } | undefined;
}

/** Set before each validation, which is synchronous: the instant that `x-instant` compares with, epoch milliseconds. */
interface ValidationTime {
  now: number;
}

export interface ValidatorCompiler {
  forOperation(operation: Operation<unknown>): Validators;
  /** Violations of a value against a component or any schema that refers to components. */
  violations(schema: TSchema, value: unknown, now: number): FieldError[];
}

const NO_ERRORS: readonly ErrorObject[] = [];
const NO_VIOLATIONS: readonly FieldError[] = [];
const NO_ITEMS: ReadonlyMap<number, readonly FieldError[]> = new Map();
/** Validation of items yields to the event loop after this many milliseconds. */
const TURN_MS = 10;

/** Bodies are not coerced. Parameters of query and path are text, so they are coerced. Services apply defaults. */
export function validatorCompiler(operations: readonly Operation<unknown>[]): ValidatorCompiler {
  const roots = operations.map(({ params, query, body, success }) => [params, query, body, success.schema]);
  const patches = new Set(operations.flatMap(({ method, body }) => (method === 'PATCH' ? [body?.$id] : [])));
  const named = reachableComponents(roots).map(([name, schema]) =>
    withNullLists(schema, patches.has(name) ? 'empty' : 'absent'),
  );
  const time: ValidationTime = { now: 0 };
  const strict = ajv(STRICT, named, time);
  const coercing = ajv(COERCING, named, time);
  const compile = (schema: TSchema): ValidateFunction => compiled(strict, schema) ?? strict.compile(schema);
  return {
    forOperation(operation) {
      const validators = operationValidators(operation, compile, (schema) => coercing.compile(schema));
      return {
        check(parts, now) {
          time.now = now;
          return validators.check(parts);
        },
        checkItems(body, now) {
          const setTime = () => {
            time.now = now;
          };
          return checkItems(validators, body, setTime);
        },
      };
    },
    violations(schema, value, now) {
      time.now = now;
      const validate = compile(schema);
      return validate(value) ? [] : bodyViolations(validate.errors ?? NO_ERRORS);
    },
  };
}

function operationValidators(
  operation: Operation<unknown>,
  compile: (schema: TSchema) => ValidateFunction,
  compileText: (schema: TSchema) => ValidateFunction,
): TimelessValidators {
  const params = operation.params && parameterValidator(operation.params, compileText);
  const query = parameterValidator(operation.query ?? NO_QUERY, compileText);
  const { perItem: list, period } = operation;
  const body = operation.body && compile(list === undefined ? operation.body : withOpenItems(operation.body, list));
  const item = operation.body && list !== undefined ? compile(itemsOf(operation.body, list)) : undefined;
  return {
    check(parts) {
      let violations: FieldError[] = [];
      if (params !== undefined) violations = params(parts.params);
      violations = [...violations, ...query(parts.query)];
      if (period !== undefined) violations = [...violations, ...periodViolations(period, parts.query)];
      if (body !== undefined && !body(parts.body))
        violations = [...violations, ...bodyViolations(body.errors ?? NO_ERRORS)];
      return violations;
    },
    items: item && list !== undefined ? itemValidators(item, list) : undefined,
  };
}

function itemValidators(validate: ValidateFunction, list: string): TimelessValidators['items'] {
  return {
    of(body) {
      const items: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, list) : undefined;
      return Array.isArray(items) ? items : [];
    },
    check: (item) => (validate(item) ? NO_VIOLATIONS : bodyViolations(validate.errors ?? NO_ERRORS)),
  };
}

/** `setTime` runs before each item, because another request may have validated at another instant in between. */
async function checkItems(
  { items }: TimelessValidators,
  body: unknown,
  setTime: () => void,
): Promise<ReadonlyMap<number, readonly FieldError[]>> {
  if (items === undefined) return NO_ITEMS;
  const found = new Map<number, readonly FieldError[]>();
  const turns = turnsAfter(TURN_MS);
  for (const [index, item] of items.of(body).entries()) {
    setTime();
    const violations = items.check(item);
    if (violations.length > 0) found.set(index, violations);
    await turns.due();
  }
  return found;
}

/** Text of a number: digits with an optional fraction and, unless it is an integer, an optional exponent, as in JSON. */
const NUMBER_FORMATS = { integer: /^-?\d+(?:\.\d+)?$/, number: /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/ };

/** Validates parameters, which arrive as text. Coercion would take `0x10`, the empty text and `Infinity` for numbers. */
function parameterValidator(
  schema: TSchema,
  compileText: (schema: TSchema) => ValidateFunction,
): (value: unknown) => FieldError[] {
  const validate = compileText(schema);
  const fields = Object.entries(propertiesOf(schema));
  const numbers = fields.flatMap(([name, { type }]) =>
    type === 'integer' || type === 'number' ? [{ name, format: NUMBER_FORMATS[type] }] : [],
  );
  return (value) => {
    const texts = value as Record<string, unknown>;
    // The schema reports a list as the wrong type.
    for (const { name, format } of numbers) {
      const text = texts[name];
      if (typeof text === 'string' && !(format.test(text) && Number.isFinite(Number(text)))) texts[name] = [];
    }
    return validate(value) ? [] : parameterViolations(validate.errors ?? NO_ERRORS);
  };
}

const NO_QUERY = { type: 'object', additionalProperties: false, properties: {} } as TSchema;

function withOpenItems(body: TSchema, list: string): TSchema {
  const { $id: _name, ...rest } = body as TSchema & { $id?: string };
  const properties = propertiesOf(body);
  return { ...rest, properties: { ...properties, [list]: { ...properties[list], items: {} } } } as TSchema;
}

function itemsOf(body: TSchema, list: string): TSchema {
  const items = propertiesOf(body)[list]?.items;
  if (items === undefined) throw new Error(`perItem names ${list}, which is no array of the body`);
  return items.$ref === undefined ? items : getComponent(items.$ref);
}

/** Components are compiled once, by name; compiling them again under their name is an error. */
function compiled(instance: Ajv, schema: TSchema): ValidateFunction | undefined {
  return '$id' in schema && typeof schema.$id === 'string' ? instance.getSchema(schema.$id) : undefined;
}

function ajv(options: Options, named: readonly TSchema[], time: ValidationTime): Ajv {
  const instance = new Ajv({ ...options, strict: true, strictRequired: false });
  instance.addKeyword({
    keyword: 'x-instant',
    type: 'string',
    schemaType: 'string',
    errors: true,
    compile: (kind: InstantKind) => instantCheck(kind, time),
  });
  // In place of `multipleOf: 0.01`, which validators compute in binary: 4.6 / 0.01 is 459.99999999999994.
  instance.addKeyword({
    keyword: 'x-decimals',
    type: 'number',
    schemaType: 'number',
    errors: true,
    compile: decimalsCheck,
  });
  instance.addKeyword(nullListsKeyword);
  for (const [name, format] of Object.entries(fullFormats)) instance.addFormat(name, format);
  instance.addFormat('uuid', UUID);
  instance.addFormat('date-time', isInstant);
  instance.addSchema([...named]);
  return instance;
}

/** Checks the range of an instant or a date. Any other text already violates the format. */
function instantCheck(kind: InstantKind, time: ValidationTime): DataValidateFunction {
  const validate: DataValidateFunction = (text: string) => {
    const fault = instantFault(kind, Date.parse(text), time.now);
    validate.errors = fault === undefined ? [] : [{ keyword: 'x-instant', params: { kind, fault } }];
    return fault === undefined;
  };
  return validate;
}

function decimalsCheck(places: number): DataValidateFunction {
  const validate: DataValidateFunction = (value: number) => {
    const isValid = hasDecimals(value, places);
    validate.errors = isValid ? [] : [{ keyword: 'x-decimals', params: { places } }];
    return isValid;
  };
  return validate;
}

const rfc3339 = fullFormats['date-time'] as { validate: (text: string) => boolean };

/** RFC 3339 with offset, and an instant that exists in JavaScript and SQL: years 1 to 9999, no leap second, no space for the T. */
function isInstant(text: string): boolean {
  if (text.charAt(10) !== 'T' || !rfc3339.validate(text)) return false;
  const instant = Date.parse(text);
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT;
}

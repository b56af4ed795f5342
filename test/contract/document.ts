import type { TSchema } from 'typebox';
import { operations } from '../../src/http/api.js';
import { getComponent, propertiesOf, reachableComponents } from '../../src/http/schemas/components.js';

/** The OpenAPI document as the contract tests read it: operations, schemas by reference, nothing hand-listed. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  minProperties?: number;
  maxProperties?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  oneOf?: Schema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  format?: string;
  'x-instant'?: 'past' | 'plan';
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  'x-decimals'?: number;
  examples?: unknown[];
  'x-value-types'?: string[];
  'x-extensible-enum'?: string[];
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}

export interface DocumentedAnswer {
  /** Name of the component the body is; undefined without body. */
  component: string | undefined;
  mediaTypes: string[] | undefined;
  headers: string[];
  /** Undefined without body. */
  example: unknown;
}

export interface ContractOperation {
  id: string;
  /** Upper case. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` parameters. */
  path: string;
  scopes: string[];
  parameters: Parameter[];
  body: { schema: Schema; example: unknown } | undefined;
  /** Whether the body is a file. */
  takesFile: boolean;
  answers: Map<number, DocumentedAnswer>;
}

interface Reference {
  $ref?: string;
}

type RawAnswer = Reference & {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema; examples?: { example?: Reference } }>;
};

interface RawOperation {
  operationId: string;
  'x-required-scopes': string[];
  parameters: (Parameter & Reference)[];
  requestBody?: { content: Record<string, { schema: Schema; examples: { example: Reference } }> };
  responses: Record<string, RawAnswer>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
  /** Requests to receivers of webhooks, by the noun of their events. */
  'x-webhooks'?: Record<string, { post: ReceivedWebhook }>;
}

interface ReceivedWebhook {
  description: string;
  requestBody: { content: { 'application/json': { schema: { $ref: string } } } };
}

export type Resolve = (schema: Schema) => Schema;

export const SCHEMAS = '#/components/schemas/';

/**
 * Follows a reference into the document; anything else is returned as it is. A schema of variants, which the document
 * describes as one object, is that which the service validates with.
 */
export function resolver(document: OpenApiDocument): <T extends Reference>(node: T) => T {
  const { schemas } = document.components;
  const inputName = (name: string) => (`${name}Input` in schemas ? `${name}Input` : name);
  const variants = new Map<string, Schema>();
  for (const [name, schema] of reachableComponents(operations.map(({ body }) => body))) {
    const text = JSON.stringify(schema).replace(/"\$ref":"(\w+)"/g, (_all, to: string) =>
      JSON.stringify({ $ref: SCHEMAS + inputName(to) }).slice(1, -1),
    );
    const { oneOf, discriminator, ...rest } = JSON.parse(text, withNullLists) as Schema;
    if (oneOf === undefined) variants.set(SCHEMAS + name, rest);
    else
      variants.set(SCHEMAS + inputName(name), { ...rest, oneOf, discriminator: mapped(schema, oneOf, discriminator) });
  }
  return <T extends Reference>(node: T): T => {
    if (node.$ref === undefined) return node;
    const variant = variants.get(node.$ref);
    const steps = node.$ref.slice(2).split('/');
    const target = steps.reduce<unknown>((at, step) => Reflect.get(at ?? {}, step), document);
    return (variant?.oneOf !== undefined || target === undefined ? variant : target) as T;
  };
}

/** Optional lists may be null, as the document has it. */
function withNullLists(_key: string, node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const { properties, required = [] }: Schema = node;
  if (properties === undefined) return node;
  const fields = Object.entries(properties).map(([name, field]) => {
    const isOptionalList = field.type === 'array' && !required.includes(name);
    return [name, isOptionalList ? { ...field, type: ['array', 'null'] } : field];
  });
  return { ...node, properties: Object.fromEntries(fields) };
}

/** The discriminator with the reference of each word. */
function mapped(schema: TSchema, oneOf: Schema[], discriminator: Schema['discriminator']): Schema['discriminator'] {
  const { oneOf: names = [] }: { oneOf?: { $ref: string }[] } = schema;
  const { propertyName = '' } = discriminator ?? {};
  const words = names.map(({ $ref }) => propertiesOf(getComponent($ref))[propertyName]?.enum?.[0] ?? '');
  return { propertyName, mapping: Object.fromEntries(words.map((word, index) => [word, oneOf[index]?.$ref ?? ''])) };
}

export function operationsOf(document: OpenApiDocument): ContractOperation[] {
  const resolve = resolver(document);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]): ContractOperation => {
      const media = raw.requestBody?.content['application/json'];
      const answers = Object.entries(raw.responses).map(
        ([status, answer]) => [Number(status), answerOf(resolve(answer), resolve)] as const,
      );
      return {
        id: raw.operationId,
        method: method.toUpperCase() as ContractOperation['method'],
        path,
        scopes: raw['x-required-scopes'],
        parameters: raw.parameters.map((reference) => {
          const parameter = resolve<Parameter & Reference>(reference);
          return { ...parameter, schema: resolve(parameter.schema) };
        }),
        body: media && { schema: media.schema, example: exampleOf(resolve(media.examples.example)) },
        takesFile: raw.requestBody?.content['application/octet-stream'] !== undefined,
        answers: new Map(answers),
      };
    }),
  );
}

const exampleOf = (shared: Reference): unknown => ('value' in shared ? shared.value : undefined);

function answerOf({ headers = {}, content }: RawAnswer, resolve: (node: Reference) => Reference): DocumentedAnswer {
  const [media] = Object.entries(content ?? {});
  const mediaTypes = content && Object.keys(content);
  return {
    example: exampleOf(resolve(media?.[1].examples?.example ?? {})),
    component: media?.[1].schema.$ref?.split('/').at(-1),
    mediaTypes,
    headers: Object.keys(headers),
  };
}

/** Whether the answer is a file. */
export const isFile = ({ answers }: ContractOperation) => {
  const answer = answers.get(200);
  return answer?.mediaTypes !== undefined && answer.component === undefined;
};

/** A POST that only reads takes no Idempotency-Key; clients can recognize it by that. */
export const isWrite = (operation: ContractOperation) =>
  operation.method !== 'GET' && (operation.method !== 'POST' || takesHeader(operation, 'Idempotency-Key'));
export const takesHeader = ({ parameters }: ContractOperation, name: string) =>
  parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
export const parametersIn = ({ parameters }: ContractOperation, place: 'path' | 'query') =>
  parameters.filter((parameter) => parameter.in === place);
/** Whether items of the body are judged one by one, so that a bad item does not make the request bad. */
export const judgesItems = ({ answers }: ContractOperation) => answers.has(207);

export function typesOf({ type, 'x-value-types': types = [] }: Schema): string[] {
  return type === undefined ? types : [type].flat();
}

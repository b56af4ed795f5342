import type { AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { IMPORT_FILE } from '../../src/http/routes/import-examples.js';
import { type ContractOperation, type OpenApiDocument, operationsOf, type Schema, typesOf } from './document.js';

export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
}

export interface ProblemAnswer {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  requestId: string;
  errors?: { pointer?: string; parameter?: string; code: string; detail: string }[];
}

export interface Sending {
  /** Without one, no Authorization header is sent. */
  key?: string | undefined;
  params?: Record<string, string>;
  query?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  payload?: string | Buffer;
  headers?: Record<string, string>;
}

/** The document as the judge of every answer, and the record of what was exercised. */
export interface Contract {
  document: OpenApiDocument;
  operations: ContractOperation[];
  /** Sends to one operation; what the answer has wrong by the document is added to `faults`. */
  send(server: FastifyInstance, operation: ContractOperation, sending: Sending): Promise<Answer>;
  judge(operation: ContractOperation, path: string, answer: Answer): void;
  validate: Validate;
  faults: string[];
  /** Documented pairs of operation and status that nothing exercised. */
  missing(): string[];
}

export function contractOf(document: OpenApiDocument): Contract {
  const operations = operationsOf(document);
  const validate = validators(document);
  const exercised = new Set<string>();
  const faults: string[] = [];
  const judge: Contract['judge'] = (operation, path, answer) => {
    exercised.add(`${operation.id} ${answer.status}`);
    for (const fault of faultsOf(operation, path, answer, validate)) {
      faults.push(`${operation.id} ${answer.status}: ${fault}`);
    }
  };
  return {
    document,
    operations,
    faults,
    judge,
    validate,
    async send(server, operation, sending) {
      const url = addressOf(operation, sending);
      const answer = answerOf(await server.inject(requestOf(operation, url, sending)));
      judge(operation, url.split('?', 1)[0] ?? '', answer);
      return answer;
    },
    missing: () =>
      operations.flatMap(({ id, answers }) =>
        [...answers.keys()].map((status) => `${id} ${status}`).filter((pair) => !exercised.has(pair)),
      ),
  };
}

export function addressOf({ path }: ContractOperation, { params = {}, query }: Sending): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`no value for the path parameter ${name}`);
    return encodeURIComponent(value);
  });
  return query === undefined ? filled : `${filled}?${query}`;
}

/** What is sent to an operation that takes a file. */
const FILE = { payload: IMPORT_FILE, type: 'application/octet-stream' };

function requestOf({ method, takesFile }: ContractOperation, url: string, sending: Sending): InjectOptions {
  const headers: Record<string, string> = {};
  if (sending.key !== undefined) headers.authorization = `Bearer ${sending.key}`;
  const sent = sending.body === undefined ? sending.payload : JSON.stringify(sending.body);
  const payload = sent ?? (takesFile ? FILE.payload : undefined);
  if (payload !== undefined) headers['content-type'] = takesFile ? FILE.type : 'application/json';
  return {
    method,
    url,
    headers: { ...headers, ...sending.headers },
    ...(payload === undefined ? {} : { payload }),
  };
}

export function answerOf(response: { statusCode: number; headers: Record<string, unknown>; body: string }): Answer {
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return { status: response.statusCode, headers: Object.fromEntries(headers), text: response.body };
}

export function problemOf({ text }: Answer): ProblemAnswer {
  return JSON.parse(text) as ProblemAnswer;
}

/** What a value has wrong by a component of the document. */
export type Validate = (component: string, value: unknown) => string[];

function faultsOf(operation: ContractOperation, path: string, answer: Answer, validate: Validate): string[] {
  const documented = operation.answers.get(answer.status);
  if (documented === undefined) return [`undocumented: ${answer.text.slice(0, 300)}`];
  const { component, mediaTypes, headers } = documented;
  const faults = headers
    .filter((name) => name !== 'Idempotent-Replayed' && answer.headers[name.toLowerCase()] === undefined)
    .map((name) => `has no ${name}`);
  if (mediaTypes === undefined) return answer.text === '' ? faults : [...faults, 'has a body'];
  const type = answer.headers['content-type'] ?? '';
  if (!mediaTypes.some((documentedType) => type.startsWith(documentedType))) faults.push(`is ${type}`);
  if (component === undefined) return faults;
  faults.push(...validate(component, JSON.parse(answer.text)));
  return answer.status < 400 ? faults : [...faults, ...problemFaults(path, answer)];
}

function problemFaults(path: string, answer: Answer): string[] {
  const problem = problemOf(answer);
  const expected = {
    type: `/problems/${problem.code}`,
    status: answer.status,
    instance: path,
    // A remembered refusal is answered byte for byte: it names the request that it refused.
    requestId: answer.headers['idempotent-replayed'] ? problem.requestId : answer.headers['x-request-id'],
  };
  return Object.entries(expected)
    .filter(([name, value]) => problem[name as keyof ProblemAnswer] !== value)
    .map(([name, value]) => `${name} of the problem is not ${value}`);
}

/** Words of OpenAPI that are no keywords of JSON Schema. */
const OPENAPI_WORDS = ['discriminator', 'example', 'x-instant', 'x-decimals', 'x-required-scopes', 'x-value-types'];

/** Answers are open in the document. The service of today gives no other fields and words than the document lists. */
function closed(key: string, node: unknown): unknown {
  if (key === 'properties' || typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  const { 'x-extensible-enum': words, ...schema }: Schema = node;
  if (words !== undefined) return { ...schema, enum: typesOf(schema).includes('null') ? [...words, null] : words };
  const isClosed = typeof schema.properties?.type !== 'string' && schema.properties !== undefined;
  return isClosed ? { additionalProperties: false, ...schema } : schema;
}

function validators(document: OpenApiDocument): Validate {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  for (const word of OPENAPI_WORDS) ajv.addKeyword(word);
  for (const [name, format] of Object.entries(fullFormats)) ajv.addFormat(name, format);
  const byName = JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '');
  for (const format of ['double', 'int32', 'int64']) ajv.addFormat(format, true);
  for (const [name, schema] of Object.entries(JSON.parse(byName, closed) as Record<string, AnySchema>)) {
    ajv.addSchema(schema, name);
  }
  return (component, value) => {
    const check = ajv.getSchema(component);
    if (check === undefined) return [`${component} is not in the document`];
    if (check(value)) return [];
    return (check.errors ?? []).map(({ instancePath, message }) => `${component}${instancePath} ${message}`);
  };
}

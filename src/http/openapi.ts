import type { ErrorCode } from '../services/errors.js';
import { VERSION } from '../version.js';
import { sharedExamples } from './openapi-examples.js';
import {
  headerComponents,
  parameterComponents,
  problemResponseName,
  problemResponses,
  successHeaders,
} from './openapi-parts.js';
import { type DocumentSchemas, documentSchemas, type SharedComponents } from './openapi-schemas.js';
import { documentWebhooks } from './openapi-webhooks.js';
import {
  exampleOf,
  kernelRefusals,
  type Method,
  type Operation,
  successStatuses,
  takesIdempotencyKey,
  takesIfMatch,
  takesIfNoneMatch,
} from './operations.js';
import { PROBLEMS } from './problems.js';

export interface Tag {
  name: string;
  description: string;
}

type Json = Record<string, unknown>;

const METHOD_ORDER: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PATCH_MEDIA = ' The body can also be sent as `application/merge-patch+json`.';
const ABOUT = `Headless lead management: one call takes a lead in and returns it matched, scored, classified, assigned and explained.

Send your API key as \`Authorization: Bearer hw_...\`. Errors are problem details (RFC 9457) with a stable \`code\`.
POST and PATCH take an \`Idempotency-Key\`: for 24 hours a repeated request with the same key gets the first answer and has no second effect. Resources carry an \`ETag\`; send it as \`If-Match\` to change only the version that you have read.

Bodies may be sent with \`Content-Encoding: gzip\`; answers are compressed for callers that accept it. HEAD works wherever GET does.

Read on: [getting started](/docs/getting-started), [concepts](/docs/concepts), [recipes](/docs/recipes), [errors](/docs/errors), [changelog](/docs/changelog).`;

/** The whole OpenAPI 3.1 document, from nothing but the operations: the same list gives the same bytes. */
export function buildDocument(operations: readonly Operation<never>[], tags: readonly Tag[]): Json {
  const used = new Set(operations.map(({ tag }) => tag));
  const unknown = [...used].filter((tag) => !tags.some(({ name }) => name === tag));
  if (unknown.length > 0) throw new Error(`Operations carry undescribed tags: ${unknown.join(', ')}`);
  const schemas = documentSchemas();
  const statuses = operations.flatMap((operation) => refusalStatuses(operation).map(([status]) => status));
  const examples = sharedExamples();
  const documentedPaths = paths(operations, { schemas, examples });
  const problems = problemResponses(new Set(statuses), { schemas, examples });
  return schemas.named({
    openapi: '3.1.1',
    info: {
      title: 'Headwater',
      version: VERSION,
      description: ABOUT,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      contact: { name: 'Headwater maintainers' },
    },
    servers: [{ url: '/', description: 'The instance that serves this document.' }],
    security: [{ apiKey: [] }],
    tags: tags.filter(({ name }) => used.has(name)),
    paths: documentedPaths,
    ...(used.has('Webhooks') && { 'x-webhooks': documentWebhooks(schemas) }),
    components: {
      schemas: schemas.components(),
      parameters: parameterComponents(operations),
      headers: headerComponents(operations),
      responses: problems,
      examples: examples.components(),
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'hw_<env>_<kind>_<secret>_<checksum>',
          description: 'An API key of one workspace. Each operation lists the scopes that it needs; all are required.',
        },
      },
    },
  });
}

/** One line per operation: id, method, path, scopes, statuses. Reviewed as the shape of the API. */
export function routesText(operations: readonly Operation<never>[]): string {
  const lines = inOrder(operations).map((operation) => {
    const { id, method, path, scopes } = operation;
    return `${id} ${method} ${path} ${scopes.join(',')} ${documentedStatuses(operation).join(',')}\n`;
  });
  return lines.join('');
}

/** Every status the document lists for an operation, ascending. */
export function documentedStatuses(operation: Operation<never>): number[] {
  const unchanged = takesIfNoneMatch(operation) ? [304] : [];
  const refused = refusalStatuses(operation).map(([status]) => status);
  return [...successStatuses(operation), ...unchanged, ...refused].sort((a, b) => a - b);
}

function refusalStatuses(operation: Operation<never>): [number, ErrorCode[]][] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...kernelRefusals(operation), ...(operation.refusals ?? [])])) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].sort(([a], [b]) => a - b);
}

function inOrder(operations: readonly Operation<never>[]): Operation<never>[] {
  const rank = (operation: Operation<never>) => METHOD_ORDER.indexOf(operation.method);
  return [...operations].sort((a, b) => (a.path === b.path ? rank(a) - rank(b) : a.path < b.path ? -1 : 1));
}

function paths(operations: readonly Operation<never>[], shared: SharedComponents): Json {
  const byPath: Record<string, Json> = {};
  for (const operation of inOrder(operations)) {
    const path = operation.path.replace(/:([A-Za-z]+)/g, '{$1}');
    byPath[path] ??= {};
    byPath[path][operation.method.toLowerCase()] = documentOperation(operation, shared);
  }
  return byPath;
}

function documentOperation(operation: Operation<never>, shared: SharedComponents): Json {
  const own = operation.refusals ?? [];
  const patch = operation.method === 'PATCH' ? PATCH_MEDIA : '';
  const refusals = own.length === 0 ? '' : `\n\nRefused with ${own.map((code) => `\`${code}\``).join(', ')}.`;
  const scopes = operation.scopes.map((scope) => `\`${scope}\``).join(' and ');
  return {
    tags: [operation.tag],
    operationId: operation.id,
    summary: operation.summary,
    description: `${operation.description}${deprecationText(operation)}${patch}\n\nNeeds ${scopes}.${refusals}`,
    ...(operation.deprecated && { deprecated: true }),
    'x-required-scopes': [...operation.scopes],
    parameters: parameters(operation, shared),
    ...(operation.body === undefined ? {} : { requestBody: requestBody(operation, operation.body.$id, shared) }),
    ...(operation.upload === undefined ? {} : { requestBody: fileBody(operation.upload) }),
    responses: responses(operation, shared),
  };
}

const deprecationText = ({ deprecated }: Operation<never>): string =>
  deprecated === undefined
    ? ''
    : `\n\nDeprecated since ${deprecated.since}: use \`${deprecated.instead}\`. It works until ${deprecated.sunset} at least.`;

function parameters(operation: Operation<never>, { schemas }: SharedComponents): Json[] {
  const headers = ['RequestId'];
  if (takesIdempotencyKey(operation)) headers.push('IdempotencyKey');
  if (takesIfMatch(operation)) headers.push('IfMatch');
  if (takesIfNoneMatch(operation)) headers.push('IfNoneMatch');
  return [
    ...fieldParameters('path', operation.params, schemas),
    ...fieldParameters('query', operation.query, schemas),
    ...headers.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
}

function fieldParameters(
  location: 'path' | 'query',
  fields: Operation<never>['params'],
  schemas: DocumentSchemas,
): Json[] {
  const required: readonly string[] = fields?.required ?? [];
  return Object.entries(fields?.properties ?? {}).map(([name, field]) => {
    const { description, ...schema } = schemas.convert(field, 'request');
    return { name, in: location, required: required.includes(name), description, schema };
  });
}

/** Generators take one media type of a body. A patch is also read as `application/merge-patch+json`, as its text says. */
function requestBody(
  { id, bodyExample }: Operation<never>,
  name: string,
  { schemas, examples }: SharedComponents,
): Json {
  const media = { schema: schemas.refer(name, 'request'), examples: examples.refer(name, id, bodyExample) };
  return { required: true, content: { 'application/json': media } };
}

/** A file, of any media type that the description names: generators take one. */
const fileBody = (description: string): Json => ({
  required: true,
  description,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
});

function responses(operation: Operation<never>, { schemas, examples }: SharedComponents): Json {
  const { schema, media, description } = operation.success;
  const answered: Json = {};
  for (const status of successStatuses(operation)) {
    const content = schema && {
      'application/json': {
        schema: schemas.refer(schema.$id, 'answer'),
        examples: examples.refer(schema.$id, operation.id, exampleOf(operation, status)),
      },
    };
    const files =
      media && Object.fromEntries(media.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
    answered[status] = {
      ...{ description, headers: successHeaders(operation, status) },
      ...((content ?? files) && { content: content ?? files }),
    };
  }
  if (takesIfNoneMatch(operation)) {
    answered[304] = {
      description: 'The answer named in If-None-Match is current.',
      headers: successHeaders(operation, 304),
    };
  }
  for (const [status] of refusalStatuses(operation)) {
    answered[status] = { $ref: `#/components/responses/${problemResponseName(status)}` };
  }
  return answered;
}

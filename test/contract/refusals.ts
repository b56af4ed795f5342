import { randomBytes, randomUUID } from 'node:crypto';
import { SCOPES, type Scope } from '../../src/core/api-keys/scopes.js';
import { makeApiKey } from '../../src/services/api-keys/format.js';
import type { TestApp } from '../support/app.js';
import {
  type ContractOperation,
  judgesItems,
  parametersIn,
  type Resolve,
  type Schema,
  takesHeader,
} from './document.js';
import { type Answer, type Contract, problemOf, type Sending } from './exchange.js';
import { type Fault, faultsIn } from './faults.js';
import { type Fixtures, fixtureFor, replaceIds, sampleBody } from './fixtures.js';

/** What every chapter of refusals needs: the product, two workspaces with one of everything, and the document. */
export interface Scene {
  contract: Contract;
  app: TestApp;
  resolve: Resolve;
  /** The workspace of the requests; its key may do everything. */
  here: { key: string; workspaceId: string; fixtures: Fixtures };
  /** Another workspace; its key may do everything in it, and nothing outside. */
  there: { key: string; workspaceId: string; fixtures: Fixtures };
}

/** What is wrong, by operation: nothing, when all is well. */
export type Findings = string[];

/** A request that would succeed. */
export function good({ here, resolve }: Scene, operation: ContractOperation): Sending {
  const body = sampleBody(operation, here.fixtures, resolve);
  return { key: here.key, params: here.fixtures, ...(body === undefined ? {} : { body }) };
}

/** Sends what must be refused; reports when it is not, or not with that status and code. */
async function refused(
  scene: Scene,
  operation: ContractOperation,
  sending: Sending,
  expected: { status: number; code?: string; place?: string; what: string },
): Promise<Findings> {
  const answer = await scene.contract.send(scene.app.server, operation, sending);
  const found = problemSummary(answer);
  const right =
    answer.status === expected.status &&
    (expected.code === undefined || found.code === expected.code) &&
    (expected.place === undefined || found.places.includes(expected.place));
  if (right) return [];
  const wanted = [expected.status, expected.code, expected.place].filter((part) => part !== undefined).join(' ');
  return [`${operation.id}: ${expected.what}: ${answer.status} ${found.code} [${found.places}], not ${wanted}`];
}

function problemSummary(answer: Answer): { code: string | undefined; places: string[] } {
  if (answer.status < 400) return { code: undefined, places: [] };
  const { code, errors = [] } = problemOf(answer);
  return { code, places: errors.map(({ pointer, parameter }) => pointer ?? parameter ?? '') };
}

export async function unauthenticated(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const { app, here } = scene;
  const unknown = makeApiKey({ env: 'live', kind: 'service', random: randomBytes });
  const swapped = here.key.slice(0, -1) + (here.key.endsWith('a') ? 'b' : 'a');
  const expired = await app.makeKey(SCOPES, { expiresAt: new Date(Date.now() - 1_000) });
  const revoked = await app.makeKey(SCOPES, { revoked: true });
  const headers: [string, string | undefined][] = [
    ['no key', undefined],
    ['another scheme', `Basic ${here.key}`],
    ['garbage', 'Bearer garbage'],
    ['a wrong checksum', `Bearer ${swapped}`],
    ['an unknown key', `Bearer ${unknown}`],
    ['an expired key', `Bearer ${expired}`],
    ['a revoked key', `Bearer ${revoked}`],
  ];
  const { key: _key, ...keyless } = good(scene, operation);
  const findings: Findings = [];
  for (const [what, authorization] of headers) {
    const sending: Sending = authorization === undefined ? keyless : { ...keyless, headers: { authorization } };
    findings.push(...(await refused(scene, operation, sending, { status: 401, code: 'unauthenticated', what })));
  }
  return findings;
}

/** With exactly its scopes a key gets past the door; with all but one of them, or as a capture key, it does not. */
export async function outOfScope(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const { app } = scene;
  const needed = operation.scopes as Scope[];
  const request = good(scene, operation);
  const findings: Findings = [];
  for (const left of needed) {
    const key = await app.makeKey(SCOPES.filter((scope) => scope !== left));
    const what = `all scopes but ${left}`;
    findings.push(
      ...(await refused(scene, operation, { ...request, key }, { status: 403, code: 'scope_missing', what })),
    );
  }
  const elsewhere = await app.makeKey(SCOPES, { allowedAddresses: ['192.0.2.0/24'] });
  const restricted = { status: 403, code: 'address_not_allowed', what: 'from another address' };
  findings.push(...(await refused(scene, operation, { ...request, key: elsewhere }, restricted)));
  const capture = await app.makeKey(SCOPES, { kind: 'capture' });
  if (!needed.includes('leads:capture')) {
    const expected = { status: 403, code: 'scope_missing', what: 'a capture key' };
    findings.push(...(await refused(scene, operation, { ...request, key: capture }, expected)));
  }
  const exact = { ...request, key: await app.makeKey(needed), query: 'notAParameter=1' };
  findings.push(
    ...(await refused(scene, operation, exact, { status: 400, place: 'notAParameter', what: 'its scopes' })),
  );
  return findings;
}

const fits = ({ pattern = '' }: { pattern?: string }, value: string): boolean => new RegExp(pattern, 'u').test(value);

/** An id of another workspace is answered exactly as an unknown one, and changes nothing there. */
export async function notFound(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const { contract, app, here, there } = scene;
  const findings: Findings = [];
  for (const { name, schema } of parametersIn(operation, 'path')) {
    const unknown = schema.format === 'uuid' ? randomUUID() : fits(schema, '999999') ? '999999' : 'unknown';
    const answers: string[] = [];
    for (const id of [unknown, here.fixtures[name] ?? '']) {
      const sending = { ...good(scene, operation), key: there.key, params: { ...there.fixtures, [name]: id } };
      const answer = await contract.send(app.server, operation, sending);
      if (answer.status !== 404) findings.push(`${operation.id}: ${name}: ${answer.status} ${answer.text}`);
      const { date: _date, ...headers } = answer.headers;
      const requestId = answer.headers['x-request-id'] ?? '';
      const all = JSON.stringify([headers, answer.text]).replaceAll(requestId, 'request');
      answers.push(all.replaceAll(`/${id}`, '/id').replace(/"content-length":"\d+"/, ''));
    }
    if (answers[0] !== answers[1]) findings.push(`${operation.id}: ${name}: distinguishable: ${answers.join(' and ')}`);
  }
  return findings;
}

/** Ids of another workspace in bodies are refused just like unknown ids. */
export async function foreignReferences(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const { contract, app, here, there, resolve } = scene;
  if (operation.body === undefined) return [];
  const { schema } = operation.body;
  // A partial batch would report the refusal with its item.
  const mode = resolve(schema).properties?.mode === undefined ? {} : { mode: 'atomic' };
  const sample = { ...(sampleBody(operation, here.fixtures, resolve) as object), ...mode };
  const names = new Set<string>();
  replaceIds(schema, sample, resolve, (name) => void names.add(name));
  const findings: Findings = [];
  for (const wrong of names) {
    const answers: string[] = [];
    // A member without a fixture, such as `into`, is tried with unknown ids only.
    for (const id of [randomUUID(), fixtureFor(wrong, there.fixtures) ?? randomUUID()]) {
      const body = replaceIds(schema, sample, resolve, (name) =>
        name === wrong ? id : fixtureFor(name, here.fixtures),
      );
      const answer = await contract.send(app.server, operation, { ...good(scene, operation), body });
      if (answer.status !== 422 && answer.status !== 404) findings.push(`${operation.id}: ${wrong}: ${answer.status}`);
      const { requestId: _id, ...problem } = problemOf(answer);
      answers.push(JSON.stringify(problem).replaceAll(id, 'id'));
    }
    if (answers[0] !== answers[1])
      findings.push(`${operation.id}: ${wrong}: distinguishable: ${answers.join(' and ')}`);
  }
  return findings;
}

/** Path and query: unknown names, every wrong form, names given twice; and headers that are malformed. */
export async function badParameters(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const request = good(scene, operation);
  const findings: Findings = [];
  const expect = async (what: string, place: string, change: Partial<Sending>) => {
    const expected = { status: 400, code: 'validation_failed', place, what };
    findings.push(...(await refused(scene, operation, { ...request, ...change }, expected)));
  };
  await expect('an unknown parameter', 'notAParameter', { query: 'notAParameter=1' });
  for (const { name, schema } of parametersIn(operation, 'path')) {
    const values = [
      'x',
      '-1',
      '1.5',
      '1e3',
      '0x1',
      ' 1',
      'a'.repeat(500),
      schema.format === 'uuid' ? '7' : '99999999999',
    ];
    for (const value of values.filter((one) => schema.pattern === undefined || !fits(schema, one)))
      await expect(`path ${value.slice(0, 20)}`, name, { params: { ...request.params, [name]: value } });
  }
  for (const { name, schema } of parametersIn(operation, 'query')) {
    for (const { what, value } of faultsIn(schema, undefined, scene.resolve)) {
      if (isTextFault(schema, what, value)) {
        await expect(`${name}: ${what}`, name, { query: `${name}=${encodeURIComponent(String(value))}` });
      }
    }
    if (schema.type === 'integer' || schema.type === 'number') {
      const wrong = ['0x1', ' 1', 'Infinity', '1e400', '', ...(schema.type === 'integer' ? ['1e1'] : [])];
      for (const text of wrong) {
        await expect(`${name} ${text}`, name, { query: `${name}=${text}` });
      }
    }
    const fine = name === 'cursor' ? 'x' : '1';
    await expect(`${name} twice`, name, { query: `${name}=${fine}&${name}=${fine}` });
  }
  const headers: [string, string][] = [
    ['Idempotency-Key', 'two words'],
    ['Idempotency-Key', 'a'.repeat(256)],
    ['If-Match', 'unquoted'],
  ];
  for (const [name, value] of headers) {
    if (takesHeader(operation, name))
      await expect(`${name} ${value.slice(0, 20)}`, name, { headers: { [name]: value } });
  }
  return findings;
}

/** Whether a fault is still one when it is written as text, as everything in an address is. */
function isTextFault(schema: Schema, what: string, value: unknown): boolean {
  if (schema.type === 'boolean' && what === 'string instead') return false;
  if (typeof value === 'string') return what !== 'text of digits instead';
  return typeof value === 'number' && !what.endsWith('instead');
}

/** Every way to break the body in one place is reported with a pointer to that place. */
export async function badBodies(scene: Scene, operation: ContractOperation): Promise<Findings> {
  if (operation.body === undefined) return [];
  const request = good(scene, operation);
  const findings: Findings = [];
  for (const fault of faultsIn(operation.body.schema, request.body, scene.resolve)) {
    const sending = { ...request, body: fault.value };
    const inItem = judgesItems(operation) && fault.pointer.startsWith('/items/0');
    const expected = { status: 400, place: fault.pointer, what: `${fault.what} at ${fault.pointer}` };
    findings.push(
      ...(inItem
        ? await itemRefused(scene, operation, sending, fault)
        : await refused(scene, operation, sending, expected)),
    );
  }
  return findings;
}

async function itemRefused(
  { contract, app }: Scene,
  operation: ContractOperation,
  sending: Sending,
  { what, pointer }: Fault,
): Promise<Findings> {
  const answer = await contract.send(app.server, operation, sending);
  const { results = [] } = JSON.parse(answer.text) as {
    results?: { status: number; problem?: { errors?: { pointer?: string }[] } }[];
  };
  const [result] = results;
  const pointers = result?.problem?.errors?.map((error) => error.pointer) ?? [];
  if (answer.status === 207 && result?.status === 400 && pointers.includes(pointer)) return [];
  return [`${operation.id}: ${what} at ${pointer}: ${answer.status}, item ${result?.status} [${pointers}]`];
}

const MEBIBYTE = 1_048_576;
const HTML_FORM = 'application/x-www-form-urlencoded';

type UnreadableCase = [
  what: string,
  payload: string | Buffer,
  status: number,
  code: string,
  headers?: Record<string, string>,
];

/** What is no file of the right size. */
const fileCases = (limit: number): UnreadableCase[] => [
  ['too large', Buffer.alloc(limit + 1, 'a,b\n'), 413, 'body_too_large'],
  ['a form', 'name=a', 415, 'unsupported_media_type', { 'content-type': HTML_FORM }],
  ['compressed', 'a,b', 415, 'unsupported_media_type', { 'content-encoding': 'br' }],
];

/** What is no JSON body of the right size at all. */
export async function unreadable(scene: Scene, operation: ContractOperation): Promise<Findings> {
  if (operation.method === 'GET') return [];
  const { body: _body, ...request } = good(scene, operation);
  const findings: Findings = [];
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const limit = judgesItems(operation) ? 5 * MEBIBYTE : MEBIBYTE;
  const cases: UnreadableCase[] = [
    ['no JSON', '{"name":', 400, 'malformed_json'],
    ['a comma too many', '{"name":"a",}', 400, 'malformed_json'],
    ['a name twice', '{"name":"a","name":"b"}', 400, 'malformed_json'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'invalid_encoding'],
    ['NUL', '{"name":"a\\u0000"}', 400, 'invalid_encoding'],
    ['NUL in a name', '{"na\\u0000me":"a"}', 400, 'invalid_encoding'],
    ['half a surrogate pair', '{"name":"\\ud83d"}', 400, 'invalid_encoding'],
    ['too deep', deep(21), 400, 'validation_failed'],
    ['beyond 2^53', '{"name":9007199254740993}', 400, 'validation_failed'],
    ['__proto__', '{"__proto__":{"name":"a"}}', 400, 'validation_failed'],
    ['null', 'null', 400, 'validation_failed'],
    ['a list', '[]', 400, 'validation_failed'],
    ['a text', '"{}"', 400, 'validation_failed'],
    ['a number', '7', 400, 'validation_failed'],
    ['too large', Buffer.alloc(limit + 1, 0x20), 413, 'body_too_large'],
    ['a form', 'name=a', 415, 'unsupported_media_type', { 'content-type': HTML_FORM }],
    ['plain text', '{}', 415, 'unsupported_media_type', { 'content-type': 'text/plain' }],
    ['another charset', '{}', 415, 'unsupported_media_type', { 'content-type': 'application/json; charset=latin1' }],
    ['compressed', '{}', 415, 'unsupported_media_type', { 'content-encoding': 'br' }],
  ];
  // Pages without a script send forms to it.
  if (operation.id === 'submitForm' || operation.id === 'confirmForm')
    cases.splice(
      cases.findIndex(([what]) => what === 'a form'),
      1,
    );
  if (operation.takesFile) cases.splice(0, cases.length, ...fileCases(limit));
  if (operation.body !== undefined) cases.push(['nothing', '', 400, 'validation_failed']);
  if (operation.body !== undefined && operation.method === 'POST') {
    const patch = { 'content-type': 'application/merge-patch+json' };
    cases.push(['a patch', '{}', 415, 'unsupported_media_type', patch]);
  }
  for (const [what, payload, status, code, headers = {}] of cases) {
    findings.push(...(await refused(scene, operation, { ...request, payload, headers }, { status, code, what })));
  }
  return findings;
}

/** A change that rests on another version is refused, with the current one in `ETag`, and one that rests on a weak tag with the cause. */
export async function stale(scene: Scene, operation: ContractOperation): Promise<Findings> {
  if (!takesHeader(operation, 'If-Match')) return [];
  const findings: Findings = [];
  const weak = { ...good(scene, operation), headers: { 'if-match': 'W/"1"' } };
  findings.push(...(await refused(scene, operation, weak, { status: 412, code: 'weak_etag', what: 'a weak tag' })));
  for (const tag of ['"999"', '"abc"']) {
    const sending = { ...good(scene, operation), headers: { 'if-match': tag } };
    findings.push(...(await refused(scene, operation, sending, { status: 412, code: 'version_mismatch', what: tag })));
    const answer = await scene.contract.send(scene.app.server, operation, sending);
    if (!/^"\d+"$/.test(answer.headers.etag ?? ''))
      findings.push(`${operation.id}: ${tag}: ETag ${answer.headers.etag}`);
  }
  return findings;
}

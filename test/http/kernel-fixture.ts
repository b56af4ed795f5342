import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { USUAL_SETTINGS } from '../../src/core/api-keys/api-key.js';
import { operationsOver } from '../../src/http/operations.js';
import { Id, idParams, listOf, listQueryProperties, Timestamp, Version } from '../../src/http/schemas/common.js';
import { component, enumOf, nullable, oneOfBy, Ref } from '../../src/http/schemas/components.js';
import { buildServer, type ServerOptions } from '../../src/http/server.js';
import { makeApiKey, parseApiKey } from '../../src/services/api-keys/format.js';
import {
  type IdempotencyRequest,
  IdempotentReplay,
  type Principal,
  type StoredResponse,
  type WriteContext,
} from '../../src/services/context.js';
import { AppError } from '../../src/services/errors.js';

/** Two operations' worth of a product, enough to show every mechanism of the kernel. */
interface Note {
  id: string;
  title: string;
  color: string | null;
  version: number;
  createdAt: string;
  hidden: string;
}

export interface NoteServices {
  notes: ReturnType<typeof noteService>;
}

const NOTE_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
const noteExample = { id: NOTE_ID, title: 'Call back', color: null, version: 1, createdAt: '2026-03-01T09:30:00.000Z' };

const NoteSchema = component(
  'TestNote',
  Type.Object(
    {
      id: Id('The note.'),
      title: Type.String({ description: 'Its text.' }),
      color: nullable(enumOf(['red', 'green'], { description: 'Its color.' })),
      version: Version(),
      createdAt: Timestamp('When it was made.'),
    },
    { additionalProperties: false, description: 'A note.' },
  ),
);
const NoteList = listOf('TestNoteList', NoteSchema, 'Notes.');
const ByMail = component(
  'TestByMail',
  Type.Object(
    {
      kind: enumOf(['mail'], { description: 'By mail.' }),
      address: Type.String({ minLength: 1, description: 'Where to.' }),
    },
    { additionalProperties: false, description: 'A reminder by mail.' },
  ),
);
const ByPhone = component(
  'TestByPhone',
  Type.Object(
    {
      kind: enumOf(['phone'], { description: 'By phone.' }),
      rings: Type.Integer({ minimum: 1, maximum: 9, description: 'How often.' }),
    },
    { additionalProperties: false, description: 'A reminder by phone.' },
  ),
);
const NoteCreate = component(
  'TestNoteCreate',
  Type.Object(
    {
      title: Type.String({ minLength: 1, maxLength: 50, description: 'Its text, 1 to 50 characters.' }),
      color: Type.Optional(enumOf(['red', 'green'], { description: 'Its color.' })),
      count: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, description: 'A number, 0 to 10.' })),
      dueAt: Type.Optional(Timestamp('When it is due.')),
      reminder: Type.Optional(oneOfBy('kind', [ByMail, ByPhone], { description: 'How to be reminded.' })),
      attributes: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), { description: 'Anything.', additionalProperties: true }),
      ),
    },
    { additionalProperties: false, description: 'A new note.' },
  ),
);
const NoteBatch = component(
  'TestNoteBatch',
  Type.Object(
    { items: Type.Array(Ref(NoteCreate), { minItems: 1, maxItems: 100, description: 'The notes.' }) },
    { additionalProperties: false, description: 'Several new notes.' },
  ),
);
const NoteBatchResult = component(
  'TestNoteBatchResult',
  Type.Object(
    { invalid: Type.Array(Type.Integer({ description: 'An index.' }), { description: 'Which are invalid.' }) },
    { additionalProperties: false, description: 'What became of them.' },
  ),
);

const operation = operationsOver<NoteServices>();
const noteOut = ({ hidden: _hidden, ...note }: Note) => note;

export const noteOperations = [
  operation({
    id: 'createNote',
    method: 'POST',
    path: '/v1/notes',
    tag: 'Notes',
    summary: 'Create a note',
    description: 'Creates a note.',
    scopes: ['leads:write'],
    body: NoteCreate,
    bodyExample: { title: 'Call back' },
    success: { status: [201, 200], schema: NoteSchema, description: 'The note.', example: noteExample },
    refusals: ['conflict'],
    concurrency: 'etag',
    run: (services, request) => services.notes.create(request.write, request.body.title),
    // Not reduced to the wire's fields: the serialiser has to drop what is not declared.
    present: (note) => ({ body: note as never, version: note.version, location: `/v1/notes/${note.id}` }),
  }),
  operation({
    id: 'createNotes',
    method: 'POST',
    path: '/v1/notes/batch',
    tag: 'Notes',
    summary: 'Create notes',
    description: 'Creates several notes.',
    scopes: ['leads:write', 'leads:capture'],
    body: NoteBatch,
    bodyLimit: 5000,
    bodyExample: { items: [{ title: 'Call back' }] },
    perItem: 'items',
    success: { status: 207, schema: NoteBatchResult, description: 'Per note.', example: { invalid: [] } },
    run: async (_services, request) => [...request.invalidItems.keys()],
    present: (invalid) => ({ body: { invalid } }),
  }),
  operation({
    id: 'listNotes',
    method: 'GET',
    path: '/v1/notes',
    tag: 'Notes',
    summary: 'List notes',
    description: 'Lists notes.',
    scopes: ['leads:read'],
    query: Type.Object(listQueryProperties, { additionalProperties: false }),
    success: {
      status: 200,
      schema: NoteList,
      description: 'Notes.',
      example: { data: [noteExample], hasMore: false, nextCursor: null },
    },
    run: (services, request) => services.notes.list(request.query.limit ?? 50),
    present: (notes) => ({ body: { data: notes.map(noteOut) as never, hasMore: false, nextCursor: null } }),
  }),
  operation({
    id: 'getNote',
    method: 'GET',
    path: '/v1/notes/:noteId',
    tag: 'Notes',
    summary: 'Read a note',
    description: 'Reads a note.',
    scopes: ['leads:read'],
    params: idParams('noteId', 'The note.'),
    success: { status: 200, schema: NoteSchema, description: 'The note.', example: noteExample },
    concurrency: 'etag',
    run: (services, request) => services.notes.get(request.params.noteId),
    present: (note) => ({ body: noteOut(note) as never, version: note.version }),
  }),
  operation({
    id: 'deleteNote',
    method: 'DELETE',
    path: '/v1/notes/:noteId',
    tag: 'Notes',
    summary: 'Delete a note',
    description: 'Deletes a note.',
    scopes: ['leads:write'],
    params: idParams('noteId', 'The note.'),
    success: { status: 204, description: 'Gone.' },
    concurrency: 'etag',
    run: (services, request) => services.notes.remove(request.params.noteId, request.ifMatch),
    present: () => ({}),
  }),
  operation({
    id: 'showSecretNote',
    method: 'POST',
    path: '/v1/notes/:noteId/secret',
    tag: 'Notes',
    summary: 'Show a secret',
    description: 'Shows a secret.',
    scopes: ['leads:write'],
    params: idParams('noteId', 'The note.'),
    success: { status: 200, schema: NoteSchema, description: 'The note.', example: noteExample },
    secret: true,
    deprecated: { since: '2027-01-01', sunset: '2027-07-01', instead: 'getNote' },
    run: (services, request) => services.notes.create(request.write, 'a credential'),
    present: (note) => ({ body: noteOut(note) as never }),
  }),
];

export const noteTags = [{ name: 'Notes', description: 'Short texts.' }];

/** A service that keeps its notes, and its remembered answers, in memory. */
export function noteService() {
  const notes = new Map<string, Note>();
  const remembered = new Map<string, { fingerprint: string; stored: StoredResponse }>();
  let gate: Promise<void> = Promise.resolve();
  let waiting = 0;
  return {
    remembered,
    /** The next creates wait for this promise. */
    holdUntil(promise: Promise<void>) {
      gate = promise;
    },
    waiting: () => waiting,
    async create(write: WriteContext, title: string): Promise<Note> {
      waiting += 1;
      await gate;
      waiting -= 1;
      replayed(remembered, write.idempotency);
      if (title === 'boom') throw new Error('alice@example.com broke "the secret" thing');
      if (title === 'taken') throw refused(remembered, write.idempotency);
      const id = randomUUID();
      const note: Note = {
        id,
        title,
        color: null,
        version: 1,
        createdAt: '2026-03-01T09:30:00.000Z',
        hidden: 'never shown',
      };
      notes.set(id, note);
      const { idempotency } = write;
      if (idempotency)
        remembered.set(idempotency.key, { fingerprint: idempotency.fingerprint, stored: idempotency.render(note) });
      return note;
    },
    async get(id: string): Promise<Note> {
      const note = notes.get(id);
      if (note === undefined) throw new AppError('not_found', 'There is no such note.');
      return note;
    },
    async list(limit: number): Promise<Note[]> {
      return [...notes.values()].slice(0, limit);
    },
    async remove(id: string, ifMatch: readonly number[] | undefined): Promise<void> {
      const note = notes.get(id);
      if (note === undefined) throw new AppError('not_found', 'There is no such note.');
      if (ifMatch !== undefined && !ifMatch.includes(note.version))
        throw new AppError('version_mismatch', 'The note has changed.');
      notes.delete(id);
    },
  };
}

type Remembered = Map<string, { fingerprint: string; stored: StoredResponse }>;

function replayed(remembered: Remembered, idempotency: IdempotencyRequest | undefined): void {
  const known = idempotency && remembered.get(idempotency.key);
  if (known === undefined || idempotency === undefined) return;
  if (known.fingerprint !== idempotency.fingerprint)
    throw new AppError('idempotency_key_reused', 'The key belongs to another request.');
  throw new IdempotentReplay(known.stored);
}

function refused(remembered: Remembered, idempotency: IdempotencyRequest | undefined): AppError {
  const error = new AppError('conflict', 'The title is taken.');
  const stored = idempotency?.renderRefusal(error);
  if (idempotency && stored) remembered.set(idempotency.key, { fingerprint: idempotency.fingerprint, stored });
  return error;
}

function key(kind: 'admin' | 'service' | 'capture') {
  return makeApiKey({ env: 'test', kind, random: randomBytes });
}

export const keys = { all: key('service'), read: key('service'), capture: key('capture'), unknown: key('service') };

const principals = new Map<string, Principal>();
const principal = (kind: Principal['kind'], scopes: Principal['scopes']): Principal => ({
  workspaceId: randomUUID(),
  keyId: `key-${kind}`,
  principalId: `key-${kind}`,
  expiresAt: Infinity,
  allowedAddresses: [],
  ...USUAL_SETTINGS,
  kind,
  scopes,
});

export interface TestKernel {
  server: FastifyInstance;
  notes: NoteServices['notes'];
  logged: { fields: Record<string, unknown>; level: string }[];
}

/** A server over the note service. Everything it logs is kept. */
async function testKernel(overrides: Partial<ServerOptions<NoteServices>> = {}): Promise<TestKernel> {
  const known = {
    [keys.all]: principal('service', new Set(['leads:read', 'leads:write', 'leads:capture'])),
    [keys.read]: principal('service', new Set(['leads:read'])),
    [keys.capture]: principal('capture', new Set(['leads:read', 'leads:write', 'leads:capture'])),
  };
  for (const [token, owner] of Object.entries(known)) principals.set(parseApiKey(token)?.hash ?? '', owner);
  const notes = noteService();
  const logged: TestKernel['logged'] = [];
  const log = (level: string) => (fields: object) =>
    void logged.push({ level, fields: fields as Record<string, unknown> });
  const server = buildServer<NoteServices>({
    operations: noteOperations,
    tags: noteTags,
    services: { notes },
    authenticate: (parts) => principals.get(parts.hash),
    health: { database: async () => undefined },
    config: {
      maxInFlight: 100,
      bodyLimit: 10_000,
      rateLimits: { capture: 0, others: 0 },
      trustedProxies: [],
      corsOrigins: [],
    },
    log: { info: log('info'), error: log('error') },
    clock: () => Date.now(),
    newId: randomUUID,
    ...overrides,
  });
  await server.ready();
  return { server, notes, logged };
}

/** A kernel that is closed with the test. */
export async function kernelFor(
  test: { teardown(close: () => unknown): unknown },
  overrides: Partial<ServerOptions<NoteServices>> = {},
): Promise<TestKernel> {
  const kernel = await testKernel(overrides);
  test.teardown(() => kernel.server.close());
  return kernel;
}

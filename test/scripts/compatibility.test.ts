import t from 'tap';
import { breakagesBetween, contractOnly, undeclared } from '../../scripts/compatibility/documents.js';
import { unmatchedErrors } from '../../scripts/compatibility/oasdiff.js';
import type { Json } from '../../scripts/json.js';

const DOCUMENT = {
  openapi: '3.1.1',
  paths: {
    '/v1/notes': {
      get: {
        operationId: 'listNotes',
        parameters: [
          { name: 'color', in: 'query', required: false, schema: { type: 'string', enum: ['red', 'green'] } },
          { $ref: '#/components/parameters/Limit' },
        ],
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } } },
      },
      post: {
        operationId: 'createNote',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/NewNote' } } },
        },
        responses: {
          201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } },
          409: {},
        },
      },
    },
  },
  components: {
    parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 200 } } },
    schemas: {
      Note: {
        type: 'object',
        required: ['id', 'state'],
        properties: {
          id: { type: 'string', description: 'Its id.' },
          state: { type: 'string', enum: ['open', 'done'] },
          tags: { type: 'array', items: { type: 'string' } },
          author: { $ref: '#/components/schemas/Author' },
        },
      },
      Author: { type: 'object', properties: { name: { type: 'string' }, note: { $ref: '#/components/schemas/Note' } } },
      NewNote: {
        type: 'object',
        required: ['title'],
        properties: {
          title: { type: 'string', minLength: 1, maxLength: 50 },
          count: { type: ['integer', 'null'] },
          reminder: { $ref: '#/components/schemas/Reminder' },
        },
      },
      Reminder: {
        oneOf: [{ $ref: '#/components/schemas/ByMail' }, { $ref: '#/components/schemas/ByPhone' }],
        discriminator: {
          propertyName: 'kind',
          mapping: { mail: '#/components/schemas/ByMail', phone: '#/components/schemas/ByPhone' },
        },
      },
      ByMail: { type: 'object', properties: { kind: { type: 'string', enum: ['mail'] }, address: { type: 'string' } } },
      ByPhone: { type: 'object', properties: { kind: { type: 'string', enum: ['phone'] } } },
    },
  },
};

type Change = (document: typeof DOCUMENT & { paths: Record<string, Json> }) => void;

function changed(change: Change): Json {
  const copy = structuredClone(DOCUMENT) as typeof DOCUMENT & { paths: Record<string, Json> };
  change(copy);
  return copy as unknown as Json;
}
const set = (to: object, values: object): void => void Object.assign(to, values);
const drop = (from: object, name: string): void => void Reflect.deleteProperty(from, name);

const BREAKING: [what: string, change: Change, keys: string[]][] = [
  ['an operation is gone', ({ paths }) => drop(paths['/v1/notes'], 'post'), ['createNote']],
  ['an operation has another id', ({ paths }) => set(paths['/v1/notes'].get, { operationId: 'notes' }), ['listNotes']],
  ['a parameter is gone', ({ paths }) => void paths['/v1/notes'].get.parameters.shift(), ['listNotes color']],
  [
    'a parameter of all lists takes less',
    ({ components }) => set(components.parameters.Limit.schema, { maximum: 100 }),
    ['listNotes limit'],
  ],
  [
    'a listed value of a parameter is gone',
    ({ paths }) =>
      set(paths['/v1/notes'].get.parameters, {
        0: {
          name: 'color',
          in: 'query',
          required: false,
          schema: { type: 'string', enum: ['red'] },
        },
      }),
    ['listNotes color'],
  ],
  ['a status is gone', ({ paths }) => drop(paths['/v1/notes'].post.responses, '201'), ['createNote']],
  [
    'a property of an answer is gone',
    ({ components }) => drop(components.schemas.Note.properties, 'tags'),
    ['Note.tags'],
  ],
  [
    'a property of an answer may be absent',
    ({ components }) => void components.schemas.Note.required.pop(),
    ['Note.state'],
  ],
  [
    'a closed list of an answer grows',
    ({ components }) => void components.schemas.Note.properties.state.enum.push('late'),
    ['Note.state'],
  ],
  [
    'a property below a property is gone',
    ({ components }) => drop(components.schemas.Author.properties, 'name'),
    ['Author.name'],
  ],
  [
    'items have another type',
    ({ components }) => set(components.schemas.Note.properties.tags.items, { type: 'integer' }),
    ['Note.tags[]'],
  ],
  [
    'a field of a request is gone',
    ({ components }) => drop(components.schemas.NewNote.properties, 'count'),
    ['NewNote.count'],
  ],
  [
    'a field of a request is required',
    ({ components }) => void components.schemas.NewNote.required.push('count'),
    ['NewNote.count'],
  ],
  [
    'a field of a request is shorter',
    ({ components }) => set(components.schemas.NewNote.properties.title, { maxLength: 20 }),
    ['NewNote.title'],
  ],
  [
    'a field of a request takes no null',
    ({ components }) => void components.schemas.NewNote.properties.count.type.pop(),
    ['NewNote.count'],
  ],
  [
    'an alternative of a request is gone',
    ({ components }) => drop(components.schemas.Reminder.discriminator.mapping, 'phone'),
    ['Reminder'],
  ],
  ['a component is gone', ({ components }) => drop(components.schemas, 'ByPhone'), ['ByPhone']],
];

t.test('what clients would lose is found, and named', async (t) => {
  for (const [what, change, keys] of BREAKING) {
    const found = breakagesBetween(DOCUMENT, changed(change)).map(({ key }) => key);
    t.strictSame(
      found.filter((key) => keys.includes(key)),
      keys,
      `${what}: ${found.join(', ')}`,
    );
  }
});

const KEPT: [what: string, change: Change][] = [
  ['nothing', () => undefined],
  [
    'another operation',
    ({ paths }) => set(paths, { '/v1/pages': { get: { operationId: 'listPages', responses: {} } } }),
  ],
  [
    'an optional parameter',
    ({ paths }) =>
      void paths['/v1/notes'].get.parameters.push({
        name: 'q',
        in: 'query',
        required: false,
        schema: { type: 'string', enum: [] },
      }),
  ],
  ['a field of an answer', ({ components }) => set(components.schemas.Note.properties, { size: { type: 'integer' } })],
  [
    'an optional field of a request',
    ({ components }) => set(components.schemas.NewNote.properties, { mood: { type: 'string' } }),
  ],
  ['a wider limit', ({ components }) => set(components.schemas.NewNote.properties.title, { maxLength: 80 })],
  ['another text', ({ components }) => set(components.schemas.Note.properties.id, { description: 'The id.' })],
];

t.test('what is added or widened breaks no client', async (t) => {
  for (const [what, change] of KEPT) t.strictSame(breakagesBetween(DOCUMENT, changed(change)), [], what);
  t.strictSame(
    breakagesBetween(contractOnly(DOCUMENT) as Json, DOCUMENT),
    [],
    'a document without texts has the same contract',
  );
});

t.test('a breakage passes when the changelog names it under what is not released', async (t) => {
  const breakages = [{ key: 'Note.tags', detail: 'is gone' }];
  t.strictSame(undeclared(breakages, '## Unreleased\n\n- `Note.tags` is gone.\n'), []);
  t.strictSame(undeclared(breakages, '## Unreleased\n\n- Nothing.\n\n## 0.1.0\n\n- `Note.tags` is gone.\n'), breakages);
  t.strictSame(undeclared(breakages, '# Changelog\n'), breakages);
});

t.test('what oasdiff finds and our comparison does not is listed', async (t) => {
  const errors = ['score', 'parked'].map((name) => ({
    operationId: 'getLead',
    text: `removed the required property \`lead/${name}\` from the response with the \`200\` status`,
  }));
  const breakages = [{ key: 'Lead.score', detail: 'is gone' }];
  t.strictSame(unmatchedErrors(errors, breakages), errors.slice(1));
  t.strictSame(
    unmatchedErrors(errors, [...breakages, { key: 'Category', detail: 'has parked, open as well now' }]),
    [],
  );
});

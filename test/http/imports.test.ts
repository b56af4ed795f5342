/** Files that become leads: upload, mapping and run. */
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll, type ProblemOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql } = service;

const CSV = `Vorname;Nachname;E-Mail;Ort;Notizfeld
Anna;Muster;anna@muster.example;Köln;1.200,50
Berta;Beispiel;berta@beispiel.example;München;3,00
;;;;
Cäsar;;;Bonn;
`;

t.test('a file is read, mapped and shown before anything is a lead; its run makes the leads', async (t) => {
  const { uploaded, read, run, rows, get } = await importWorkspace(service);
  const made = await uploaded(CSV, { query: '?name=Messe' });
  t.match(made, {
    state: 'ready',
    name: 'Messe',
    rows: 3,
    header: ['Vorname', 'Nachname', 'E-Mail', 'Ort', 'Notizfeld'],
    detected: { format: 'delimited', encoding: 'utf-8', encodingCertainty: 'certain', delimiter: ';', headerRow: 1 },
    mapping: { source: { channel: 'import', name: 'Messe' } },
  });
  t.strictSame(
    made.mapping.columns.map(({ field }) => field),
    ['firstName', 'lastName', 'email', 'city', undefined],
  );
  t.match(made.firstRows?.[0], { row: 2, values: [{ field: 'firstName', value: 'Anna' }] });
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 0);
  t.match(await run(made.id), { state: 'succeeded', import: { created: 3, joined: 0, rejected: 0 } });
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  t.strictSame(
    leads.map(({ email, city }) => [email, city]).sort(),
    [
      ['anna@muster.example', 'Köln'],
      ['berta@beispiel.example', 'München'],
      [undefined, 'Bonn'],
    ].sort(),
  );
  t.match(await read(made.id), { state: 'succeeded', run: { done: 3, created: 3 } });
  t.strictSame(
    (await rows(made.id)).map(({ row, outcome }) => [row, outcome]),
    [
      [2, 'created'],
      [3, 'created'],
      [5, 'created'],
    ],
  );
});

t.test('the same file again is named as such and makes nothing, also for rows without any key', async (t) => {
  const { uploaded, run, get } = await importWorkspace(service);
  const first = await uploaded(CSV);
  await run(first.id);
  const before = await listAll<LeadOut>(get, '/v1/leads');
  const second = await uploaded(CSV);
  t.equal(second.sameFileAs, first.id);
  t.match(await run(second.id), { state: 'succeeded', import: { created: 0, joined: 0, repeated: 3 } });
  t.strictSame(await listAll<LeadOut>(get, '/v1/leads'), before);
});

t.test('values of a mapping that nothing can be read by are refused with their places', async (t) => {
  const { uploaded, patch } = await importWorkspace(service);
  const { id, mapping } = await uploaded('Name,Mail,Note\nIda,ida@ida.example,calls back\n');
  const [name, mail, note] = mapping.columns;
  const wrong = await patch<ProblemOut>(`/v1/imports/${id}`, {
    mapping: {
      ...mapping,
      columns: [name, mail, { ...note, use: 'attribute', attribute: '__proto__' }],
      externalSystem: ' ',
      phonePrefix: '+1;x',
      stages: [
        { value: 'Open', stage: 'nowhere' },
        { value: 'Gone', result: 'lost', reason: 'bored' },
        { value: 'Sold', result: 'won', reason: 'other' },
      ],
    },
  });
  t.equal(wrong.status, 422);
  t.strictSame(
    wrong.body.errors?.map(({ pointer }) => pointer),
    [
      '/mapping/stages/0/stage',
      '/mapping/stages/1/reason',
      '/mapping/stages/2/reason',
      '/mapping/columns/2/attribute',
      '/mapping/externalSystem',
      '/mapping/phonePrefix',
    ],
  );
  const stages = [
    { value: 'Open', stage: 'lead' },
    { value: 'Gone', result: 'lost', reason: 'price' },
  ];
  t.equal((await patch(`/v1/imports/${id}`, { mapping: { ...mapping, phonePrefix: '+44', stages } })).status, 200);
});

t.test('a column named __proto__ has no special effect', async (t) => {
  const { uploaded, run, get } = await importWorkspace(service);
  const { id } = await uploaded('Name,Mail,__proto__\nIda,ida@ida.example,calls back\n');
  t.match(await run(id), { state: 'succeeded', import: { created: 1 } });
  const [lead] = await listAll<LeadOut>(get, '/v1/leads');
  t.match(lead, { email: 'ida@ida.example' });
});

t.test('another mapping is used by the run, and a wrong one is refused with its place', async (t) => {
  const { uploaded, run, patch, get } = await importWorkspace(service);
  const { id, mapping } = await uploaded('Name,Mail,Note\nIda,ida@ida.example,calls back\n');
  const [name, mail, note] = mapping.columns;
  const wrong = await patch<ProblemOut>(`/v1/imports/${id}`, {
    mapping: { ...mapping, columns: [name, { ...mail, field: 'mailbox', use: 'field' }] },
  });
  t.equal(wrong.status, 422);
  t.strictSame(
    wrong.body.errors?.map(({ pointer }) => pointer),
    ['/mapping/columns', '/mapping/columns/1/field'],
  );
  const owners = [{ value: 'Rita', repId: id }];
  const unknown = await patch<ProblemOut>(`/v1/imports/${id}`, { mapping: { ...mapping, owners } });
  t.match(unknown, { status: 422, body: { errors: [{ pointer: '/mapping/owners/0/repId' }] } });
  const right = await patch(`/v1/imports/${id}`, {
    mapping: { ...mapping, columns: [name, mail, { ...note, use: 'field', field: 'need' }] },
  });
  t.equal(right.status, 200, right.text);
  await run(id);
  t.match(await listAll<LeadOut>(get, '/v1/leads'), [{ email: 'ida@ida.example', need: 'calls back' }]);
  const late = await patch<ProblemOut>(`/v1/imports/${id}`, { mapping });
  t.equal(late.status, 409);
});

t.test('a rejected row has its reason, and the others become leads', async (t) => {
  const { uploaded, run, rows } = await importWorkspace(service);
  const long = 'x'.repeat(301);
  const { id } = await uploaded(`Name,Email\n${long},long@row.example\nShort,short@row.example\n`);
  t.match(await run(id), {
    import: { created: 1, rejected: 1, rejections: [{ code: 'validation_failed', rows: 1 }] },
  });
  t.match(await rows(id, '?outcome=rejected'), [{ row: 2, code: 'validation_failed', detail: /name/ }]);
});

t.test('lines of JSON and a JSON array are read like a table', async (t) => {
  const { uploaded, run, get } = await importWorkspace(service);
  const people = [
    { email: 'jo@json.example', name: 'Jo Json', address: { city: 'Graz' } },
    { email: 'li@json.example', name: 'Li Lines' },
  ];
  const lines = await uploaded(people.map((one) => JSON.stringify(one)).join('\n'), { type: 'application/x-ndjson' });
  t.match(lines, { rows: 2, mapping: { columns: [{ field: 'email' }, { field: 'name' }, {}] } });
  t.match(await run(lines.id), { import: { created: 2 } });
  t.match(await listAll<LeadOut>(get, '/v1/leads'), [{ name: 'Li Lines' }, { name: 'Jo Json', city: 'Graz' }]);
  const array = await uploaded(JSON.stringify(people), { type: 'application/json' });
  t.match(await run(array.id), { import: { created: 0, repeated: 2 } });
});

t.test('a compressed file is read, and what is no file is refused', async (t) => {
  const { upload } = await importWorkspace(service);
  const packed = await upload(gzipSync(CSV), { headers: { 'content-encoding': 'gzip' } });
  t.match(packed, { status: 201, body: { rows: 3 } }, packed.text);
  t.equal((await upload('<a/>', { type: 'application/xml' })).status, 415);
  t.equal((await upload('')).status, 422);
  t.equal((await upload(CSV, { query: '?country=Nowhere' })).status, 422);
});

t.test('an Idempotency-Key makes one import of one file, and another file needs another key', async (t) => {
  const { upload, get } = await importWorkspace(service);
  const headers = { 'idempotency-key': 'one-file' };
  const first = await upload(CSV, { headers });
  const again = await upload(CSV, { headers });
  t.equal(again.text, first.text);
  t.equal(again.headers['idempotent-replayed'], 'true');
  t.equal((await upload(`${CSV}Dora;;;;\n`, { headers })).status, 422);
  t.equal((await get<{ data: object[] }>('/v1/imports')).body.data.length, 1);
  const [{ blocks } = { blocks: 0 }] = await sql<{ blocks: number }>('select count(*)::int as blocks from imports');
  t.ok(blocks > 0);
});

t.test('a row that an earlier transaction of the same run has imported is repeated, and names its lead', async (t) => {
  const { uploaded, run, rows } = await importWorkspace(service);
  const lines = Array.from({ length: 600 }, (_, index) => `Person ${index},p${index}@twice.example`);
  const { id } = await uploaded(`Name,Email\n${[...lines, ...lines].join('\n')}\n`);
  t.match(await run(id), { state: 'succeeded', import: { created: 600, joined: 0, repeated: 600, rejected: 0 } });
  const [created, repeated] = [await rows(id, '?outcome=created'), await rows(id, '?outcome=repeated')];
  t.equal(new Set(created.map(({ leadId }) => leadId)).size, 600);
  t.strictSame(
    repeated.map(({ leadId }) => leadId),
    created.map(({ leadId }) => leadId),
  );
});

t.test('a file that does not arrive whole leaves nothing', async (t) => {
  const { urls } = service;
  const { token, workspaceId } = await importWorkspace(service);
  const left = () =>
    sql<{ rows: number }>(
      `select (select count(*) from imports where workspace_id = $1)::int
            + (select count(*) from import_blocks where workspace_id = $1)::int as rows`,
      [workspaceId],
    );
  const sending = request(`${urls[0]}/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
  });
  const broken = new Promise<Error>((resolve) => sending.once('error', resolve));
  sending.write(`Name,Email\n${'Ida,ida@cut.example\n'.repeat(100_000)}`);
  for (let tries = 0; tries < 100 && (await left())[0]?.rows === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  t.not((await left())[0]?.rows, 0, 'a part has arrived');
  sending.destroy(new Error('cut'));
  t.match(await broken, { message: 'cut' });
  for (let tries = 0; tries < 100 && (await left())[0]?.rows !== 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  t.strictSame(await left(), [{ rows: 0 }]);
});

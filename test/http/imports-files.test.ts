/** The files of imports: rejected rows and rehearsals; what is kept, and for how long. */
import t from 'tap';
import { ENTRY_LENGTHS, TEXT_LENGTHS } from '../../src/core/leads/limits.js';
import { leadFields } from '../../src/http/schemas/lead-fields.js';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql, urls, apps, time } = service;

const DAY = 86_400_000;
const long = 'x'.repeat(301);
const CSV = `Name,Email,Note\n${long},long@files.example,"=1+1, ""and"" more"\nGood,good@files.example,\n`;

async function fileOf(token: string, path: string) {
  const answer = await fetch(`${urls[0]}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

t.test('rejected rows are a file that is corrected and sent again', async (t) => {
  const { token, uploaded, run, get } = await importWorkspace(service);
  const { id } = await uploaded(CSV);
  await run(id);
  const { status, headers, text } = await fileOf(token, `/v1/imports/${id}/rejected-rows`);
  t.equal(status, 200);
  t.match(headers.get('content-disposition'), /attachment; filename=".*rejected\.csv"/);
  const [header, row] = text.split('\r\n');
  t.equal(header, 'Name,Email,Note,reject_reason,reject_import');
  t.equal(row, `${long},long@files.example,"'=1+1, ""and"" more",\`name\` has more than 300 characters.,${id}`);
  const again = await uploaded(text.replace(long, 'Corrected'));
  t.equal(again.mapping.columns.find(({ column }) => column === 'reject_reason')?.use, 'ignore');
  t.match(await run(again.id), { import: { created: 1, rejected: 0 } });
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const corrected = leads.find(({ name }) => name === 'Corrected');
  t.match(corrected, { email: 'long@files.example', description: '=1+1, "and" more' });
});

t.test('a rejected row keeps the cells beyond the columns', async (t) => {
  const { token, uploaded, run } = await importWorkspace(service);
  const { id } = await uploaded('Name,Email\nA,a@files.example\nB,b@files.example,surplus,more\n');
  t.match(await run(id), { import: { created: 1, rejected: 1 } });
  const [header, row] = (await fileOf(token, `/v1/imports/${id}/rejected-rows`)).text.split('\r\n');
  t.equal(header, 'Name,Email,reject_reason,reject_import,surplus_cell_1,surplus_cell_2');
  t.match(row, /^B,b@files\.example,.*4 cells for 2 columns.*,[^,]*,surplus,more$/);
});

t.test('a mapping gives each attribute to one column, and a name to each', async (t) => {
  const { uploaded, patch } = await importWorkspace(service);
  const { id, mapping } = await uploaded('Name,Email,Foo,Bar,Baz\nA,a@files.example,1,2,3\n');
  const names = ['Name', 'Email', 'Same', 'Same', ''];
  const columns = mapping.columns.map((column, index) => ({ ...column, attribute: names[index] }));
  const refused = await patch(`/v1/imports/${id}`, { mapping: { ...mapping, columns } });
  t.match(refused, { status: 422 });
  t.match(JSON.parse(refused.text).errors, [
    { pointer: '/mapping/columns/3/attribute' },
    { pointer: '/mapping/columns/4/attribute' },
  ]);
});

t.test('a rehearsal has a line for each row, with the owner', async (t) => {
  const { token, makeRep, makeTeam, publish, uploaded, ended, post } = await importWorkspace(service);
  const teamId = await makeTeam('All', [await makeRep('Rita')]);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
  await post('/v1/leads', { email: 'good@files.example' });
  const { id } = await uploaded(`${CSV}New,new@files.example,\nNew,new@files.example,again\n`);
  t.equal((await fileOf(token, `/v1/imports/${id}/rehearsal-file`)).status, 409);
  await ended(`/v1/imports/${id}/rehearse`);
  const { status, text } = await fileOf(token, `/v1/imports/${id}/rehearsal-file`);
  t.equal(status, 200);
  const cells = text.split('\r\n').map((line) => line.split(','));
  t.strictSame(
    cells.slice(0, -1).map((row) => [row[0], row[1], row[3], row[4], row.at(-1)]),
    [
      ['row', 'outcome', 'earlierRow', 'matchedBy', 'ownerName'],
      ['2', 'rejected', '', '', ''],
      ['3', 'joined', '', 'email', 'Rita'],
      ['4', 'created', '', '', 'Rita'],
      ['5', 'joined', '4', 'email', 'Rita'],
    ],
  );
});

t.test('what is known of a row goes with its lead, and all of an import after 30 days', async (t) => {
  const { workspaceId, uploaded, run, get, call } = await importWorkspace(service);
  const { id } = await uploaded(CSV);
  await run(id);
  const stored = async (text: string) => {
    const tables = ['import_rows', 'import_blocks', 'imports', 'import_rehearsals'];
    const found = await Promise.all(
      tables.map((table) =>
        sql(`select 1 from ${table} r where workspace_id = $1 and strpos(r::text, $2) > 0`, [workspaceId, text]),
      ),
    );
    return found.flat().length;
  };
  const [lead] = await listAll<LeadOut>(get, '/v1/leads');
  t.ok((await stored(lead?.id ?? '')) > 0);
  t.equal((await call('DELETE', `/v1/leads/${lead?.id}`)).status, 204);
  t.equal(await stored(lead?.id ?? ''), 0);
  t.ok((await stored('long@files.example')) > 0, 'a rejected row belongs to no lead');
  time.now += 31 * DAY;
  t.ok((await apps[0]?.services.maintenance.purgeImports()) ?? 0);
  t.equal(await stored('long@files.example'), 0);
  t.equal((await get(`/v1/imports/${id}`)).status, 404);
});

t.test('a row has the limits of a submission', (t) => {
  for (const [field, most] of Object.entries(TEXT_LENGTHS)) {
    t.equal((leadFields as Record<string, { maxLength?: number }>)[field]?.maxLength, most, field);
  }
  for (const [field, most] of Object.entries(ENTRY_LENGTHS)) {
    const { items } = (leadFields as Record<string, { items?: { maxLength?: number } }>)[field] ?? {};
    t.equal(items?.maxLength, most, field);
  }
  const schemas = Object.entries(leadFields as Record<string, { type?: unknown; maxLength?: unknown } | object>);
  const texts = schemas.filter(([, schema]) => 'maxLength' in schema && 'type' in schema && schema.type === 'string');
  t.strictSame(texts.map(([name]) => name).sort(), Object.keys(TEXT_LENGTHS).sort(), 'every text has its limit');
  t.end();
});

t.test(
  'ids of two files without a name belong to two systems, and a corrected row has the system of its file',
  async (t) => {
    const { token, uploaded, run, get, post } = await importWorkspace(service);
    const first = await uploaded(`ID,Name,Email\n1,Ada Abt,ada@ids.example\n2,${long},bea@ids.example\n`);
    t.match(await run(first.id), { import: { created: 1, rejected: 1 } });
    const second = await uploaded('ID,Name,Email\n1,Cleo Carl,cleo@ids.example\n');
    t.match(await run(second.id), { import: { created: 1, joined: 0 } });
    t.match(
      (await listAll<LeadOut>(get, '/v1/leads')).map(({ name, email }) => [name, email]),
      [
        ['Cleo Carl', 'cleo@ids.example'],
        ['Ada Abt', 'ada@ids.example'],
      ],
    );
    const { externalSystem } = first.mapping;
    const bea = { name: 'Bea Bode', externalId: '2', externalSystem, source: { channel: 'api', name: 'API' } };
    t.equal((await post('/v1/leads', bea)).status, 201);
    const { text } = await fileOf(token, `/v1/imports/${first.id}/rejected-rows`);
    const corrected = await uploaded(text.replace(long, 'Bea Bode'), { query: '?name=corrected' });
    t.match(corrected, { mapping: { externalSystem, source: first.mapping.source } });
    t.match(await run(corrected.id), { import: { created: 0, joined: 1 } });
    t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 3);
  },
);

t.test('a corrected file is mapped as the file whose rows were rejected', async (t) => {
  const { token, uploaded, run, patch, get } = await importWorkspace(service);
  const made = await uploaded(`Name,Email,Note,Foo\n${long},long@files.example,calls,secret\n`);
  const columns = made.mapping.columns.map((column) =>
    column.column === 'Note'
      ? { ...column, field: 'need' }
      : column.column === 'Foo'
        ? { ...column, use: 'ignore' }
        : column,
  );
  t.equal((await patch(`/v1/imports/${made.id}`, { mapping: { ...made.mapping, columns } })).status, 200);
  t.match(await run(made.id), { import: { rejected: 1 } });
  const { text } = await fileOf(token, `/v1/imports/${made.id}/rejected-rows`);
  const corrected = await uploaded(text.replace(long, 'Corrected'));
  await run(corrected.id);
  const [lead] = await listAll<LeadOut>(get, '/v1/leads');
  t.match(lead, { name: 'Corrected', need: 'calls' });
  t.strictSame([lead?.description, lead?.attributes], [undefined, undefined]);
});

t.test('a row with fewer cells has empty ones at the end, unless its values stand in other columns', async (t) => {
  const { uploaded, run, rows, get } = await importWorkspace(service);
  const made = await uploaded(
    'Name,City,Email,Phone\nAda,Ulm,ada@files.example\nBea,Ulm\nCleo,cleo@files.example,+49 731 5550100\nDora,Ulm,+49 731 5550101\n',
  );
  t.match(made.notes, [/4 rows have fewer cells than columns: the cells that are missing at the end are empty/]);
  t.match(await run(made.id), { import: { created: 2, rejected: 2 } });
  t.match(await rows(made.id, '?outcome=rejected'), [
    { row: 4, column: 'Email', detail: /3 cells for 4 columns/ },
    { row: 5, column: 'Email', detail: /3 cells for 4 columns/ },
  ]);
  t.match(
    (await listAll<LeadOut>(get, '/v1/leads')).map(({ name, city }) => [name, city]),
    [
      ['Bea', 'Ulm'],
      ['Ada', 'Ulm'],
    ],
  );
});

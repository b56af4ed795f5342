/** Files with people who are not stored, and the erasure of people in rejected rows. */
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql } = service;
const FILE = `Name;E-Mail;Notiz
Ada King;ada@mill.example;a
Robin Canaryzq;robin@mill.example;b
Eve Lee;eve@rival.example;c
`;

t.test('a run counts the rows of suppressed people and keeps nothing of them', async (t) => {
  const { uploaded, run, rows, get, post, workspaceId } = await importWorkspace(service);
  await post('/v1/suppressions', { kind: 'email', value: 'robin@mill.example' });
  await post('/v1/suppressions', { kind: 'domain', value: 'rival.example' });
  const made = await uploaded(FILE, { query: '?name=Bought' });
  t.match(await run(made.id), {
    state: 'succeeded',
    import: { created: 1, rejected: 0, suppressed: 2, rejections: [] },
  });
  t.match(await rows(made.id, '?outcome=suppressed'), [{ code: 'suppressed' }, { code: 'suppressed' }]);
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 1);
  const kept = await sql('select 1 from import_rows where workspace_id = $1 and cells is not null', [workspaceId]);
  t.equal(kept.length, 0);
});

t.test('a rehearsal counts and lists the rows of suppressed people as the run does', async (t) => {
  const { uploaded, run, ended, post, get, token } = await importWorkspace(service);
  await post('/v1/suppressions', { kind: 'email', value: 'robin@mill.example' });
  await post('/v1/suppressions', { kind: 'domain', value: 'rival.example' });
  const made = await uploaded(FILE);
  const { rehearseImport: rehearsed } = await ended(`/v1/imports/${made.id}/rehearse`);
  t.match(rehearsed, { created: 1, rejected: 0, suppressed: 2, rejections: [] });
  const file = await fetch(`${service.urls[0]}/v1/imports/${made.id}/rehearsal-file`, {
    headers: { authorization: `Bearer ${token}` },
  });
  t.equal((await file.text()).match(/^\d+,suppressed,/gm)?.length, 2);
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 0);
  const { import: ran } = await run(made.id);
  t.match(ran, { suppressed: 2, rejections: [] });
});

t.test('an erasure empties rejected rows with the e-mail of the person', async (t) => {
  const { uploaded, run, post, workspaceId } = await importWorkspace(service);
  const made = await uploaded(`Name;E-Mail;E-Mail 2;Kommentar\nErika;erika@mill.example;erika@mill.example;x\n`);
  await run(made.id);
  await sql(
    `insert into import_rows (workspace_id, import_id, row, outcome, code, detail, cells, at)
     values ($1, $2, 99, 'rejected', 'rule_refused', 'x', '["Erika Canaryzq", " Erika@mill.example "]', now())`,
    [workspaceId, made.id],
  );
  t.equal((await post('/v1/erasures', { email: 'erika@mill.example' })).status, 202);
  await service.runOperations();
  const left = await sql(`select 1 from import_rows where workspace_id = $1 and cells::text ilike '%erika%'`, [
    workspaceId,
  ]);
  t.equal(left.length, 0);
});

t.test(
  'an erasure empties the rows of the person in files that were not run, and the examples of columns',
  async (t) => {
    const { uploaded, run, rows, post, workspaceId, ended } = await importWorkspace(service);
    const list = `Name;E-Mail;Telefon
Erika Canaryzq;Erika@Mill.example;
Otto Stays;otto@mill.example;+49 30 901820
Zweite Canaryzq;"Erika Canaryzq <erika@mill.example>";
Dritte Canaryzq;;030 901829
`;
    const made = await uploaded(list, { query: '?country=DE' });
    const bystander = await uploaded('Name;E-Mail\nEve;eve@mill.example\n');
    const erased = (await ended('/v1/erasures', { email: 'erika@mill.example', phone: '+4930901829' })).erasure;
    t.match(erased, { leads: 0, importRows: 3 });
    const cells = async (id: string) =>
      (
        await sql<{ cells: Buffer }>('select cells from import_blocks where workspace_id = $1 and import_id = $2', [
          workspaceId,
          id,
        ])
      )
        .map(({ cells }) => gunzipSync(cells).toString())
        .join();
    t.notMatch(await cells(made.id), /canaryzq|erika|901829/iu);
    t.match(await cells(made.id), /Otto/u);
    t.match(await cells(bystander.id), /Eve/u);
    const [stored] = await sql<{ evidence: string }>('select evidence::text from imports where id = $1', [made.id]);
    t.notMatch(stored?.evidence, /canaryzq|erika/iu);
    t.match(await run(made.id), { state: 'succeeded', import: { created: 1, rejected: 3 } });
    t.match((await rows(made.id, '?outcome=rejected'))[0]?.detail, 'The person of this row was erased.');
    t.equal((await run(bystander.id)).import?.created, 1);
    await post('/v1/erasures', { email: 'eve@mill.example' });
    await service.runOperations();
    const [after] = await sql<{ evidence: string }>('select evidence::text from imports where id = $1', [bystander.id]);
    t.notMatch(after?.evidence, /eve/iu, 'the examples of a list that was run go with the lead');
  },
);

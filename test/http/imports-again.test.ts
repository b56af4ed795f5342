/** The same file again, read by another mapping: its rows join the leads that they made. */
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);

type Workspace = Awaited<ReturnType<typeof importWorkspace>>;

const leadsOf = async ({ get }: Workspace) =>
  (await listAll<LeadOut>(get, '/v1/leads')).sort((a, b) => String(a.name).localeCompare(String(b.name)));

/** Uploads the file, with some columns used otherwise, and runs it. */
async function imported(workspace: Workspace, file: string, uses: Record<string, object> = {}) {
  const { uploaded, patch, run } = workspace;
  const { id, mapping } = await uploaded(file);
  const columns = mapping.columns.map((column) => ({ ...column, ...uses[column.column] }));
  const changed = await patch(`/v1/imports/${id}`, { mapping: { ...mapping, columns } });
  t.equal(changed.status, 200, changed.text);
  return { id, totals: (await run(id)).import };
}

const PEOPLE = 'Full Name,Town,E-mail,Hall\nAda Byron,Ulm,ada@mill.example,3\nEve Lee,Bonn,eve@lee.example,4\n';
const IGNORED = { use: 'ignore', field: undefined };

t.test('rows without keys join their leads by another mapping, and that run is reverted by itself', async (t) => {
  const workspace = await importWorkspace(service);
  const file = PEOPLE.replaceAll(/,[^,]*@[^,]*/g, '').replace(',E-mail', '');
  const first = await imported(workspace, file, { Hall: IGNORED });
  t.match(first.totals, { created: 2, joined: 0 });
  const before = await leadsOf(workspace);
  const second = await imported(workspace, file, { Hall: { use: 'attribute', field: undefined, attribute: 'Hall' } });
  t.match(second.totals, { created: 0, joined: 2, repeated: 0 });
  const after = await leadsOf(workspace);
  t.match(after, [
    { name: 'Ada Byron', attributes: { Hall: '3' } },
    { name: 'Eve Lee', attributes: { Hall: '4' } },
  ]);
  t.equal(after.length, 2);
  t.match((await workspace.ended(`/v1/imports/${second.id}/revert`, {})).revertImport, { restored: 2, kept: 0 });
  const restored = await leadsOf(workspace);
  t.strictSame(
    restored.map(({ id, name, attributes }) => ({ id, name, attributes })),
    before.map(({ id, name, attributes }) => ({ id, name, attributes })),
  );
});

for (const [title, one, other] of [
  ['a mapping that finds keys', { 'E-mail': IGNORED }, {}],
  ['a mapping that leaves the keys out', {}, { 'E-mail': IGNORED }],
] as const) {
  t.test(`a row joins the lead that it made, by ${title}`, async (t) => {
    const workspace = await importWorkspace(service);
    t.match((await imported(workspace, PEOPLE, one)).totals, { created: 2 });
    const before = await leadsOf(workspace);
    const second = await imported(workspace, PEOPLE, {
      ...other,
      'E-mail': { use: 'field', field: 'email' },
      ...other,
    });
    t.match(second.totals, { created: 0, joined: 2 });
    const after = await leadsOf(workspace);
    t.strictSame(
      after.map(({ id }) => id),
      before.map(({ id }) => id),
    );
    t.strictSame(
      after.map(({ email }) => email),
      ['ada@mill.example', 'eve@lee.example'],
    );
    t.match((await workspace.ended(`/v1/imports/${second.id}/revert`, {})).revertImport, { removed: 0 });
    t.equal((await leadsOf(workspace)).length, 2);
  });
}

t.test('rows of another source with the same cells are other people, also without keys', async (t) => {
  const workspace = await importWorkspace(service);
  const file = 'Full Name,Town\nAda Byron,Ulm\n';
  const totals = async (name: string, more = '') => {
    const { id } = await workspace.uploaded(file + more, { query: `?name=${name}` });
    return (await workspace.run(id)).import;
  };
  t.match(await totals('Fair'), { created: 1 });
  t.match(await totals('Shop', 'Eve Lee,Bonn\n'), { created: 2 });
  t.match(await totals('Fair', 'Max Muster,Bonn\n'), { created: 1, repeated: 1 });
});

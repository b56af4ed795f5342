/** A run that is taken back. */
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql } = service;

const CSV = `Name,Email,City,Phone
Ada Abt,ada@revert.example,Ulm,
Bea Bode,bea@revert.example,Ulm,
Cleo Carl,cleo@revert.example,Ulm,
Known Kern,known@revert.example,Ulm,+49 731 5550100
Ada Abt,ada@revert.example,Ulm,+49 731 5550101
`;

async function imported() {
  const workspace = await importWorkspace(service);
  const { makeRep, makeTeam, publish, post, uploaded, run, ended } = workspace;
  const reps = [await makeRep('Rita'), await makeRep('Rolf')];
  const teamId = await makeTeam('All', reps);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
  const known = (await post<{ lead: LeadOut }>('/v1/leads', { name: 'Known Kern', email: 'known@revert.example' })).body
    .lead;
  const ledger = () =>
    sql<{ given: number; credit: number }>(
      'select given, round(credit::numeric, 6)::float as credit from team_members where workspace_id = $1 order by rep_id',
      [workspace.workspaceId],
    );
  const before = await ledger();
  const { id } = await uploaded(CSV);
  await run(id);
  const emails = async () => (await listAll<LeadOut>(workspace.get, '/v1/leads')).map(({ email }) => email).sort();
  const revert = (dryRun = false) => ended(`/v1/imports/${id}/revert`, { dryRun });
  return { ...workspace, reps, known, ledger, before, id, emails, revert };
}

t.test('a revert removes the leads that the run made and restores the values that it changed', async (t) => {
  const { known, ledger, before, id, emails, revert, read: readImport, get, rows, uploaded, run } = await imported();
  t.equal((await emails()).length, 4);
  t.equal((await get<LeadOut>(`/v1/leads/${known.id}`)).body.phone, '+49 731 5550100');
  t.notSame(await ledger(), before);
  const preview = await revert(true);
  t.match(preview, { state: 'succeeded', revertImport: { dryRun: true, removed: 3, restored: 1, kept: 0 } });
  t.equal((await emails()).length, 4);
  t.match(await revert(), { state: 'succeeded', revertImport: { removed: 3, restored: 1, kept: 0 } });
  t.strictSame(await emails(), ['known@revert.example']);
  const { body: restored } = await get<LeadOut>(`/v1/leads/${known.id}`);
  t.strictSame([restored.phone, restored.city], [undefined, undefined]);
  t.strictSame(await ledger(), before);
  t.match(await readImport(id), { state: 'reverted' });
  t.strictSame(await rows(id), []);
  t.match(await revert(), { state: 'succeeded', revertImport: { removed: 3 } });
  const again = await uploaded(CSV);
  t.match(await run(again.id), { import: { created: 3, joined: 2 } });
});

t.test('a row that states nothing new has nothing to take back', async (t) => {
  const { post, uploaded, run, ended, get } = await importWorkspace(service);
  const { body } = await post<{ lead: LeadOut }>('/v1/leads', { name: 'Same Seiler', email: 'same@revert.example' });
  const { id } = await uploaded('Name,Email\nSame Seiler,same@revert.example\n');
  t.match(await run(id), { import: { created: 0, joined: 1 } });
  t.match(await ended(`/v1/imports/${id}/revert`, {}), { revertImport: { removed: 0, restored: 0, kept: 0 } });
  t.equal((await get<LeadOut>(`/v1/leads/${body.lead.id}`)).body.name, 'Same Seiler');
});

t.test('a lead to which something has happened since stays, with the reason', async (t) => {
  const { emails, revert, get, post, patch } = await imported();
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const idOf = (email: string) => leads.find((lead) => lead.email === email)?.id ?? '';
  await patch(`/v1/leads/${idOf('ada@revert.example')}`, { jobTitle: 'Baker' });
  await post('/v1/engagement-events', { leadId: idOf('bea@revert.example'), type: 'demo_requested' });
  const { revertImport } = await revert();
  t.match(revertImport, { removed: 1, kept: 2 });
  t.strictSame(
    revertImport?.keptLeads?.map(({ leadId }) => leadId).sort(),
    [idOf('ada@revert.example'), idOf('bea@revert.example')].sort(),
  );
  t.strictSame(await emails(), ['ada@revert.example', 'bea@revert.example', 'known@revert.example']);
});

t.test('a run is paused, resumed and cancelled; a cancelled one is run on', async (t) => {
  const { uploaded, post, read, run, get } = await importWorkspace(service);
  const lines = Array.from({ length: 1_200 }, (_, index) => `P ${index},p${index}@pause.example`);
  const { id } = await uploaded(`Name,Email\n${lines.join('\n')}\n`);
  const started = await post<{ id: string }>(`/v1/imports/${id}/run`, undefined);
  t.equal(started.status, 202, started.text);
  t.match((await post(`/v1/imports/${id}/pause`, undefined)).body, { state: 'paused' });
  await service.runOperations();
  t.match(await read(id), { state: 'paused', run: { done: 0 } });
  t.match((await post(`/v1/imports/${id}/resume`, undefined)).body, { state: 'running' });
  t.equal((await post(`/v1/operations/${started.body.id}/cancel`, undefined)).status, 200);
  t.match(await read(id), { state: 'cancelled' });
  t.match(await run(id), { state: 'succeeded', import: { created: 1_200 } });
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 1_200);
  t.equal((await post(`/v1/imports/${id}/run`, undefined)).status, 409);
});

t.test('a rehearsal tells what the run then does, and changes nothing', async (t) => {
  const workspace = await importWorkspace(service);
  const { post, uploaded, ended, run, workspaceId, get } = workspace;
  await post('/v1/leads', { name: 'Known Kern', email: 'known@revert.example' });
  const events = () =>
    sql('select count(*)::int as events from events where workspace_id = $1 and type like $2', [workspaceId, 'lead.%']);
  const before = await events();
  const long = 'x'.repeat(301);
  const filler = Array.from({ length: 1_100 }, (_, index) => `F ${index},f${index}@rehearsal.example,,`);
  const { id } = await uploaded(
    `${CSV}${long},long@revert.example,,\n${filler.join('\n')}\nF,f0@rehearsal.example,Ulm,\n`,
  );
  const rehearsal = await ended(`/v1/imports/${id}/rehearse`);
  t.match(
    rehearsal,
    { state: 'succeeded', rehearseImport: { created: 1_103, joined: 3, rejected: 1, repeated: 0 } },
    JSON.stringify(rehearsal),
  );
  t.strictSame(await events(), before);
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 1);
  const { import: ran } = await run(id);
  t.match(ran, { created: 1_103, joined: 3, rejected: 1, repeated: 0 });
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const hot = rehearsal.rehearseImport?.temperatures?.reduce((sum, { rows }) => sum + rows, 0);
  t.ok((hot ?? 0) >= leads.length - 1);
});

import t from 'tap';
import { type Assignment, openAssignment } from './assignment-fixture.js';
import { type BatchOut, eventFaults } from './ingest-fixture.js';

const { sql, makeWorkspace } = await openAssignment(t);

t.test('each decision of a batch about a large team shows the whole ledger that those before it left', async (t) => {
  const { workspaceId, post, get, makeRep, makeTeam, publish } = await makeWorkspace();
  const [MEMBERS, LEADS] = [25, 70];
  const reps = [];
  for (let index = 0; index < MEMBERS; index += 1) reps.push(await makeRep(`Rep ${index}`));
  const teamId = await makeTeam('Large', reps);
  await publish({ rules: [{ id: 'all', label: 'Everything', teamId }] });
  const items = Array.from({ length: LEADS }, (_, index) => ({ email: `lead${index}@large.example` }));
  const { results } = (await post<BatchOut>('/v1/leads/batch', { items })).body;
  let before: { givenAfter: number; creditAfter: number }[] = reps.map(() => ({ givenAfter: 0, creditAfter: 0 }));
  for (const { id } of results) {
    const { ownerId, decision } = (await get<Assignment>(`/v1/leads/${id}/assignment`)).body;
    const candidates = decision?.candidates ?? [];
    t.equal(candidates.length, MEMBERS);
    for (const [place, { repId, givenBefore, creditBefore, givenAfter, openLeads }] of candidates.entries()) {
      t.equal(givenBefore, before[place]?.givenAfter);
      t.equal(openLeads, givenBefore, 'all that it was given are open');
      t.ok(Math.abs(creditBefore - (before[place]?.creditAfter ?? Number.NaN)) < 1e-8);
      t.equal(givenAfter - givenBefore, repId === ownerId ? 1 : 0);
    }
    before = candidates;
  }
  t.equal(
    before.reduce((sum, { givenAfter }) => sum + givenAfter, 0),
    LEADS,
  );
  const [size] = await sql<{ whole: string; all: string }>(
    `select count(*) filter (where data->'decision'->'trials'->0->>'since' is null) as whole, count(*) as all
       from events where workspace_id = $1 and type = 'lead.assigned'`,
    [workspaceId],
  );
  t.strictSame(size, { whole: '3', all: String(LEADS) }, 'the lists are written once in 32 decisions');
  t.strictSame(await eventFaults(sql), []);
});

/** A run whose processes are killed at any instant ends as one that was left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { runChild } from '../support/child.js';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';

t.setTimeout(480_000);
const service = await openAssignment(t);
const { sql, databaseUrl, runOperations } = service;

const ROWS = 6_000;
const KILLS = 8;

/** Some rows without a key, some that join earlier ones, some repeated, some that are rejected. */
function file(): string {
  const lines = Array.from({ length: ROWS }, (_, index) => {
    if (index % 97 === 0) return `${'x'.repeat(301)},long${index}@crash.example,`;
    if (index % 31 === 0) return `Nobody ${index},,`;
    if (index % 13 === 0) return `Person ${index - 1},p${index - 1}@crash.example,Ulm`;
    if (index % 11 === 0) return 'Twice,twice@crash.example,Bonn';
    return `Person ${index},p${index}@crash.example,`;
  });
  return `Name,Email,City\n${lines.join('\n')}\n`;
}

async function stateOf(workspaceId: string, importId: string) {
  const [leads] = await sql<object>(
    `select count(*)::int as leads, count(distinct email)::int as emails, count(city)::int as cities,
            sum(version)::int as versions from leads where workspace_id = $1`,
    [workspaceId],
  );
  const rows = await sql<object>(
    `select outcome, count(*)::int as rows, count(lead_id)::int as leads, sum(row)::int as numbers from import_rows
      where workspace_id = $1 and import_id = $2 group by outcome order by outcome`,
    [workspaceId, importId],
  );
  const [touches] = await sql<object>('select count(*)::int as touches from touches where workspace_id = $1', [
    workspaceId,
  ]);
  const [blocks] = await sql<object>('select count(*)::int as blocks from import_blocks where workspace_id = $1', [
    workspaceId,
  ]);
  const [events] = await sql<object>(
    `select count(*)::int as events, max(sequence)::int - count(*)::int as gaps from events
      where workspace_id = $1`,
    [workspaceId],
  );
  return { ...leads, rows, ...touches, ...blocks, ...events };
}

t.test(`an import is killed up to ${KILLS} times at random instants and ends in the same state`, async (t) => {
  const calm = await importWorkspace(service);
  const first = await calm.uploaded(file());
  const expected = await calm.run(first.id);
  const { workspaceId, post, uploaded, read } = await importWorkspace(service);
  const { id } = await uploaded(file());
  t.equal((await post(`/v1/imports/${id}/run`, undefined)).status, 202);
  const done = async () => (await read(id)).run?.done ?? 0;
  const places: number[] = [];
  for (let kill = 0; kill < KILLS && (await read(id)).state === 'running'; kill++) {
    const child = runChild('operations-child.ts', databaseUrl);
    if ((await child.firstLine) !== 'ready') throw new Error('the process did not start');
    // At a random instant after a step, which takes about 150 ms.
    for (const before = await done(); (await done()) === before && before < ROWS; ) await sleep(5);
    await sleep(Math.random() * 150);
    child.process.kill('SIGKILL');
    await child.ended;
    places.push(await done());
    // As if the lease of the killed process had expired.
    await sql(`update operations set due_at = $2 where workspace_id = $1 and due_at is not null`, [
      workspaceId,
      new Date(service.time.now - 1_000),
    ]);
  }
  t.comment(`killed at ${places.join(', ')} of ${ROWS}`);
  t.ok(places.filter((place) => place < ROWS).length > 2, 'processes were killed amid their work');
  await runOperations();
  const ended = await read(id);
  t.equal(ended.state, 'succeeded');
  t.match(ended.run, { ...expected.import, importId: undefined, done: ROWS });
  t.strictSame(await stateOf(workspaceId, id), await stateOf(calm.workspaceId, first.id));
});

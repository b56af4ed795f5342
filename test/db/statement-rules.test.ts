/** The rules by which `npm test` checks the statements that the suite sends (scripts/statements). */
import t from 'tap';
import { exceptionOf } from '../../scripts/statements/exceptions.js';
import { describeDatabase, statementCheck } from '../../scripts/statements/report.js';
import { createTestDatabase } from '../support/database.js';

const check = await statementCheck(await describeDatabase((await createTestDatabase()).url));
const faults = (text: string) => check(text) ?? [`unreadable: ${text}`];

const ALLOWED = [
  'select * from leads where workspace_id = $1 and id = any($2::uuid[])',
  'select * from workspaces where id = $1 for no key update',
  'select s.name from leads l join sources s on s.workspace_id = l.workspace_id and s.id = l.source_id where l.workspace_id = $1',
  'select 1 from leads l join sources s using (workspace_id) where s.workspace_id = $1::uuid',
  'select * from leads l where (l.workspace_id, l.id) = ($1, $2) for update skip locked',
  'select * from unnest($2::uuid[]) w(id) cross join lateral (select * from leads where workspace_id = $1 and id = w.id) l',
  'with found as (select id from leads where workspace_id = $1) select * from found join deals d on d.workspace_id = $1 and d.lead_id = found.id',
  'select (select count(*) from touches t where t.workspace_id = l.workspace_id and t.lead_id = l.id) from leads l where l.workspace_id = $1',
  'delete from timers t using unnest($2::text[]) gone(kind) where t.workspace_id = $1 and t.kind = gone.kind',
  'update leads set updated_at = now() where workspace_id = $1 and id = $2',
  "update timers set due_at = (due_at at time zone 'UTC' - $2 * interval '1 ms') at time zone 'UTC' where workspace_id = $1",
  'insert into sources (workspace_id, id) values ($1, $2) on conflict (workspace_id, id) do update set name = excluded.name',
  'select hash from api_key_directory where hash = $1',
  'begin; set local lock_timeout = 1; commit',
];
const REFUSED: [text: string, fault: RegExp][] = [
  ['select * from leads where id = $1', /leads is not bound to one workspace/],
  ['select * from leads where workspace_id = any($1::uuid[])', /leads is not bound/],
  ['select * from leads where workspace_id = $1 or id = $2', /leads is not bound/],
  [
    'select 1 from leads l join sources s on s.id = l.source_id where l.workspace_id = $1',
    /sources \(s\) is not bound/,
  ],
  ['select (select count(*) from touches t where t.lead_id = l.id) from leads l where l.workspace_id = $1', /touches/],
  ['select 1 from (values ($1::uuid), ($2)) v(w) join leads l on l.workspace_id = v.w', /leads \(l\) is not bound/],
  ['select id from webhook_endpoints where retry_at <= $1 for update skip locked', /locks rows of any workspace/],
  [
    'update sources set workspace_id = $1, name = $2 where workspace_id = $1 and id = $3',
    /updates workspace_id of sources/,
  ],
  [
    'insert into sources (workspace_id) values ($1) on conflict (workspace_id, id) do update set workspace_id = $1',
    /updates/,
  ],
  ['update workspaces set id = $1 where id = $1', /updates id of workspaces/],
  ["update timers set due_at = due_at - $2 * interval '1 ms' where workspace_id = $1", /adds an interval to a column/],
  [
    "update leads set name = to_char(created_at, 'YYYY') where workspace_id = $1",
    /to_char, which is stable, over columns/,
  ],
  ['update leads set id = gen_random_uuid() where workspace_id = $1', /gen_random_uuid, which is volatile/],
  ['insert into sources (id, name) values ($1, $2)', /inserts into sources without workspace_id/],
];

t.test('statements that one server can answer are allowed', async (t) => {
  for (const text of ALLOWED) t.strictSame(faults(text), [], text);
});

t.test('statements that a distributed database refuses, or sends to all of its servers, are found', async (t) => {
  for (const [text, fault] of REFUSED) t.match(faults(text).join('; '), fault, text);
});

t.test('exceptions are polls and purges, and only as they are written', async (t) => {
  const exception = (text: string) => exceptionOf({ text, pooled: true, from: '' });
  t.ok(
    exception(
      'select due_at, workspace_id, kind, subject_id from timers\n where due_at <= $1 order by due_at limit $2',
    ),
  );
  t.notOk(exception('select due_at, workspace_id, kind, subject_id from timers'));
  t.notOk(exception('delete from leads where id in (select id from leads where workspace_id = $1)'));
});

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { openTestApp } from '../support/app.js';

const app = await openTestApp(t);
const { pool } = app.database;
const folder = new URL('../../migrations/', import.meta.url);
const name = readdirSync(folder).find((file) => file.endsWith('_key_restrictions.sql')) ?? '';
/** What the migration does to rows that are there; the columns exist already. */
const statements = readFileSync(new URL(name, folder), 'utf8')
  .split('--> statement-breakpoint')
  .filter((text) => !/add column/i.test(text));

async function key(rotatedFrom: string | null, kind = 'service') {
  const id = randomUUID();
  await pool.query(
    `insert into api_keys (workspace_id, id, kind, name, scopes, display_id, created_by, created_at, rotated_from)
     values ($1, $2, $3, 'Old', '{leads:read}', 'x', 'test', now(), $4)`,
    [app.workspaceId, id, kind, rotatedFrom],
  );
  return id;
}

const answer = (principalId: string, chosen: string, body: string, minutesAgo: number) =>
  pool.query(
    `insert into idempotency_keys (workspace_id, principal_id, key, fingerprint, status, headers, body, created_at)
     values ($1, $2, $3, 'print', 200, '{}', $4, now() - $5 * interval '1 minute')`,
    [app.workspaceId, principalId, chosen, body, minutesAgo],
  );

t.test('an upgrade makes a chain of rotations one principal, and keeps its answers', async (t) => {
  const first = await key(null);
  const second = await key(first);
  const third = await key(second);
  const fork = await key(first);
  const form = await key(null, 'capture');
  await answer(second, 'a', 'of the second', 5);
  await answer(third, 'b', 'the later', 1);
  await answer(fork, 'b', 'the earlier', 2);
  await answer(first, 'c', 'of the first', 9);
  await answer(third, 'c', 'of the third', 1);
  await answer(form, 'd', 'of a visitor', 1);
  for (const statement of statements) await pool.query(statement);
  const { rows: chain } = await pool.query(`select id from api_keys where principal_id = $1`, [first]);
  t.strictSame(new Set(chain.map(({ id }) => id)), new Set([second, third, fork]));
  const { rows } = await pool.query(`select key, body from idempotency_keys where principal_id = $1 order by key`, [
    first,
  ]);
  t.strictSame(
    rows.map((row) => [row.key, row.body]),
    [
      ['a', 'of the second'],
      ['b', 'the earlier'],
      ['c', 'of the first'],
    ],
  );
  const { rows: visitors } = await pool.query(`select key from idempotency_keys where principal_id = $1`, [form]);
  t.strictSame(visitors, [{ key: 'd print' }]);
});

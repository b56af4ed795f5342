import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { createClient } from '../../src/db/client.js';
import { startEmbedded } from '../../src/db/embedded/server.js';
import { openTestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { programArguments } from '../support/program.js';
import { administer, connectionUrl } from '../support/server.js';

const parent = mkdtempSync(join(tmpdir(), 'headwater-commands-'));
t.teardown(() => rmSync(parent, { recursive: true, force: true }));
const QUICK = { fsync: 'off' };

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a command as npm does; `kill` ends it when that much of its error output has come. */
function command(name: 'backup' | 'restore', args: string[], env: Record<string, string>, killWhen?: () => boolean) {
  const { HEADWATER_DATA_DIR: _, DATABASE_URL: __, ...rest } = process.env;
  const child = spawn(process.execPath, [...programArguments('scripts/headwater.ts'), name, ...args], {
    env: { ...rest, ...env },
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (text) => {
    ended.out += text;
  });
  child.stderr.on('data', (text) => {
    ended.err += text;
  });
  const watch = setInterval(() => killWhen?.() && child.kill('SIGKILL'), 5);
  return new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ ...ended, code });
    });
  });
}

async function contentOf(url: string): Promise<Record<string, string>> {
  const client = createClient(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    );
    const content: Record<string, string> = {};
    // Those two hold the epoch and the server it belongs to.
    for (const { name } of rows.filter((table) => !['deployment', 'workspaces'].includes(table.name))) {
      const text = `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from "${name}" t`;
      content[name] = (await client.query<{ sum: string }>(text)).rows[0]?.sum ?? '';
    }
    return content;
  } finally {
    await client.end();
  }
}

/** What is in the database of a data folder that no process uses. */
async function contentOfFolder(dataDir: string): Promise<Record<string, string>> {
  const server = await startEmbedded({ dataDir, settings: QUICK });
  try {
    return await contentOf(connectionUrl(server.connection));
  } finally {
    await server.stop();
  }
}

t.test('embedded to external and back, beside a running service, refused and killed in between', async (t) => {
  const first = join(parent, 'first data');
  const second = join(parent, 'second');
  const file = join(parent, 'first.sql.gz');
  const server = await startEmbedded({ dataDir: first, settings: QUICK });
  const running = { stop: async () => server.stop() };
  t.teardown(() => running.stop());
  const app = await openTestApp(t, { connection: connectionUrl(server.connection), poolSize: 2 });
  for (let i = 0; i < 20; i += 1) {
    const { statusCode } = await app.server.inject({
      method: 'POST',
      url: '/v1/leads',
      headers: { authorization: `Bearer ${app.adminKey}` },
      payload: { email: `lead${i}@commands.example`, description: 'x'.repeat(5_000) },
    });
    t.equal(statusCode, 201);
  }
  const content = await contentOf(connectionUrl(server.connection));
  const made = await command('backup', ['--to', file], { HEADWATER_DATA_DIR: first });
  t.match(made, { code: 0, out: `${file}\n`, err: /rows of \d+ tables at 00\d\d_/ });
  t.match(await command('restore', [file, '--check'], {}), { code: 0, out: /^leads\t20 rows\t/m });

  const held = await command('restore', [file, '--replace'], { HEADWATER_DATA_DIR: first });
  t.match(held, { code: 1, err: /is in use by the process/ });

  const { url } = await createTestDatabase();
  await administer(url, 'drop schema public cascade', 'create schema public');
  t.match(await command('restore', [file], { DATABASE_URL: url }), { code: 0, err: /new epoch/ });
  t.same(await contentOf(url), content);

  const back = join(parent, 'back.sql.gz');
  t.match(await command('backup', ['--to', back], { DATABASE_URL: url }), { code: 0 });
  t.match(await command('restore', [back, '--into', second], {}), { code: 0 });
  t.same(await contentOfFolder(second), content);

  const again = await command('restore', [back], { HEADWATER_DATA_DIR: second });
  t.match(again, { code: 1, err: /There is a database in .* already/ });
  const unfinished = () => readdirSync(second).find((name) => name.startsWith('restore.unfinished-'));
  const killed = await command('restore', [back, '--into', second, '--replace'], {}, () => {
    const beside = unfinished();
    return beside !== undefined && existsSync(join(second, beside, 'postgres'));
  });
  t.equal(killed.code, null);
  t.ok(unfinished(), 'it was in the middle of it');
  t.same(await contentOfFolder(second), content, 'the folder is as it was');
  t.match(await command('restore', [back, '--into', second, '--replace'], {}), { code: 0 });
  t.same(await contentOfFolder(second), content);
  const left = readdirSync(second).filter((name) => /unfinished|before/.test(name));
  t.match(left, [/^postgres\.before-/], 'the database of before is kept, and no rest');

  t.match(await command('restore', ['--new-epoch'], { HEADWATER_DATA_DIR: second }), { code: 0, err: /new epoch/ });
  t.match(await command('restore', [], {}), { code: 2, err: /Name the file/ });
  t.match(await command('restore', [join(parent, 'none')], { DATABASE_URL: url }), { code: 1, err: /cannot be read/ });
  t.match(await command('backup', [], { HEADWATER_DATA_DIR: join(parent, 'none') }), {
    code: 1,
    err: /no database in/,
  });
});

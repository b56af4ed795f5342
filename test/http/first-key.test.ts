import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createTestDatabase } from '../support/database.js';
import { buildOnce, startInstance } from '../support/instance.js';

const ADMIN_KEY = /hw_live_admin_[0-9A-Za-z]{36}_[0-9A-Za-z]{6}/;

t.before(buildOnce);

async function emptyDeployment(t: Test): Promise<{ DATABASE_URL: string; HEADWATER_DATA_DIR: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater key '));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const { url } = await createTestDatabase();
  return { DATABASE_URL: url, HEADWATER_DATA_DIR: join(folder, 'data') };
}

const statusWith = async (url: string, key: string): Promise<number> =>
  (await fetch(`${url}/v1/leads`, { headers: { authorization: `Bearer ${key}` } })).status;

t.test('a container writes its first admin key into a file for its owner, and into no log', async (t) => {
  const deployment = await emptyDeployment(t);
  const { url, process, ended, output } = await startInstance(t, { ...deployment, HEADWATER_SHOW_ADMIN_KEY: 'false' });
  const file = join(deployment.HEADWATER_DATA_DIR, 'admin-key');
  t.equal(statSync(file).mode & 0o777, 0o600);
  const key = readFileSync(file, 'utf8').trim();
  t.equal(await statusWith(url, key), 200, 'the key works');
  process.kill('SIGTERM');
  await ended;
  const printed = output.join('\n');
  t.notMatch(printed, ADMIN_KEY, 'no line shows a key');
  t.ok(printed.includes(file), 'the banner names the file');
});

t.test('without that setting the first start shows the key, and no later one does', async (t) => {
  const deployment = await emptyDeployment(t);
  const first = await startInstance(t, deployment);
  first.process.kill('SIGTERM');
  await first.ended;
  const [key = ''] = ADMIN_KEY.exec(first.output.join('\n')) ?? [];
  const second = await startInstance(t, deployment);
  t.equal(await statusWith(second.url, key), 200, 'the key works');
  second.process.kill('SIGTERM');
  await second.ended;
  t.notMatch(second.output.join('\n'), ADMIN_KEY);
});

t.test('where the file cannot be written, no key is made: the next start makes it', async (t) => {
  const deployment = await emptyDeployment(t);
  const nowhere = { ...deployment, HEADWATER_DATA_DIR: '/dev/null/data', HEADWATER_SHOW_ADMIN_KEY: 'false' };
  await t.rejects(startInstance(t, nowhere), /did not start/);
  const { output } = await startInstance(t, deployment);
  t.match(output.join('\n'), ADMIN_KEY, 'nothing of the failed start is left');
});

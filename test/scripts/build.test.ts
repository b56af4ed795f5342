import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { domainLines, domainLists } from '../../scripts/build/lists.mjs';
import { domainFile } from '../../src/services/identity/domain-file.js';
import { sourceStack } from '../../src/source-frames.js';
import { VERSION } from '../../src/version.js';
import { createTestDatabase } from '../support/database.js';
import { buildOnce, ROOT, startInstance } from '../support/instance.js';

t.test('the lists of the bundle have the domains of their packages and no others', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater lists '));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, list] of Object.entries(domainLists())) {
    const domains = new Set([...list].filter((domain) => /^[\x21-\x7e]+$/.test(domain)));
    t.ok(domains.size > 5_000, `${name} has ${domains.size} domains`);
    const file = join(folder, name);
    writeFileSync(file, domainLines(domains));
    const compact = domainFile(pathToFileURL(file));
    const missing = [...domains].filter((domain) => !compact.has(domain));
    t.same(missing, [], `all of ${name} are found`);
    const others = [...domains].flatMap((domain) => [`${domain}x`, `x${domain}`, domain.slice(1), domain.slice(0, -1)]);
    const wrong = ['', '.', 'a\nb', ...others].filter((domain) => compact.has(domain) !== domains.has(domain));
    t.same(wrong, [], 'and nothing else');
  }
});

t.test('the bundle needs no package, knows what the sources know, and its stacks name them', async (t) => {
  buildOnce();
  const root = mkdtempSync(join(tmpdir(), 'headwater image '));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  for (const name of ['bin', 'dist', 'migrations', 'package.json']) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
  const { url: database } = await createTestDatabase();
  await programWorks(t, root, database);
  const { url, output } = await startInstance(t, { DATABASE_URL: database }, root);
  const [key = ''] = /hw_live_admin_\w+/.exec(output.join('\n')) ?? [];
  const leadOf = async (body: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/leads`, { method: 'POST', headers, body: JSON.stringify(body) });
    t.equal(response.status, 201);
    const { lead } = (await response.json()) as { lead: { country?: string; emailType?: string } };
    return lead;
  };
  t.match(await leadOf({ email: 'ada@gmail.com', country: 'Deutschland' }), { country: 'DE', emailType: 'free' });
  const other = await leadOf({ email: 'ada@mailinator.com', country: 'Saksa' });
  t.match(other, { country: 'DE', emailType: 'disposable' }, 'also names in other languages');

  const document = await (await fetch(`${url}/openapi.json`)).text();
  t.equal(document, readFileSync(join(ROOT, 'openapi', 'openapi.json'), 'utf8'));
  for (const path of ['/docs', '/docs/getting-started', '/docs/changelog']) {
    t.equal((await fetch(`${url}${path}`)).status, 200, `${path} is there`);
  }

  const place = placeInBundle('async function openApp(');
  t.match(sourceStack(`Error: x\n    at openApp (${place})`), /^Error: x\n {4}at openApp \(src\/app\.ts:\d+:\d+\)$/);
});

/** All but the types and no-ops of its API, which prom-client loads. */
const SDK = /node_modules\/@opentelemetry\/(?!api\/)/;

t.test('without a collector a start reads no package of OpenTelemetry', (t) => {
  buildOnce();
  const folder = join(ROOT, 'dist');
  const built = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const starts = built.filter((file) => /^(headwater|background-thread|serve-|main-|app-|bootstrap-)/.test(file));
  t.ok(starts.length >= 5, 'what a start loads');
  const read = new Set(starts);
  for (const file of read) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/^(?:import|\} from) "\.\/([^"]+)";$/gm)) read.add(name);
    t.notOk(SDK.test(text), file);
  }
  const traced = built.filter((file) => SDK.test(readFileSync(join(folder, file), 'utf8')));
  t.ok(traced.length > 0, 'the bundle has them, in files that are loaded when they are needed');
  t.end();
});

/** The program beside the bundle, as in the image: its commands, and the file `.env`. */
async function programWorks(t: Test, root: string, database: string): Promise<void> {
  const { DATABASE_URL: _, ...env } = process.env;
  const run = (args: string[], more = {}) =>
    spawnSync(join(root, 'bin', 'headwater.mjs'), args, { cwd: root, env: { ...env, ...more }, encoding: 'utf8' });
  t.match(run(['--version']), { status: 0, stdout: `${VERSION}\n` });
  const names = [...run(['--help']).stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name = '']) => name);
  t.same(names, ['serve', 'migrate', 'admin-key', 'import', 'demo', 'evaluate', 'backup', 'restore']);
  for (const name of names) {
    const { status, stdout } = run([name, '--help']);
    t.ok(status === 0 && stdout.includes(`headwater ${name}`), `${name} describes itself`);
  }
  const unknown = run(['toString']);
  t.equal(unknown.status, 2);
  for (const name of names) t.ok(unknown.stderr.includes(name), `an unknown command names ${name}`);

  for (const [short, long] of [
    ['-h', '--help'],
    ['-v', '--version'],
  ] as const) {
    t.same(run([short]).stdout, run([long]).stdout, `${short} is ${long}`);
  }
  t.match(run(['serve'], { PORT: '-5' }), { status: 2, stderr: 'PORT must be a whole number from 0 to 65535.' });

  writeFileSync(join(root, '.env'), `\uFEFFDATABASE_URL=${database}\n`);
  t.match(
    run(['migrate']),
    { status: 0, stdout: 'PostgreSQL at DATABASE_URL is current.\n' },
    '.env is read, also with a byte order mark',
  );
  const elsewhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' };
  t.equal(run(['migrate'], elsewhere).status, 1, 'the environment wins over .env');

  const missing = run(['backup', '--to', join(root, 'missing', 'backup.sql.gz')]);
  t.match(missing, { status: 1, stderr: /^The backup cannot be written to .*missing.*ENOENT/ }, 'a sentence, no stack');
}

/** Where a text stands in the bundle, as stacks write it. */
function placeInBundle(text: string): string {
  const folder = join(ROOT, 'dist');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    const row = lines.findIndex((line) => line.startsWith(text));
    if (row >= 0) return `${pathToFileURL(join(folder, name))}:${row + 1}:1`;
  }
  throw new Error(`the bundle has no ${text}`);
}

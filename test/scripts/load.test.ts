/** `headwater import` against a real service. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createHttpClient, type HttpClient } from '../../scripts/client/http-client.js';
import { readOptions } from '../../scripts/load/options.js';
import { checkFile, load } from '../../scripts/load/run.js';
import { CommandError } from '../../src/command.js';
import { normalizeEmail } from '../../src/services/identity/emails.js';
import { programArguments } from '../support/program.js';
import { delimited, readFile } from './lists.js';
import { startFaultyProxy, startService } from './service.js';

const DATA = '../shared/data';
const folder = t.testdir();
const service = await startService((end) => t.teardown(end));
const client = createHttpClient({ url: service.url, key: service.key });

async function loadFile(file: string, args: string[] = [], through: HttpClient = client) {
  const options = readOptions([file, ...args]);
  let said = '';
  checkFile(options);
  const code = await load(options, through, (text) => {
    said += `${text}\n`;
  });
  const number = (word: string) => Number(new RegExp(`^${word} +(\\d+)`, 'm').exec(said)?.[1]);
  return {
    code,
    said,
    created: number('Created'),
    joined: number('Joined'),
    rejected: number('Rejected'),
    read: number('Read'),
  };
}

function write(name: string, rows: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, delimited(rows));
  return file;
}

interface LeadView {
  externalId?: string;
  touchCount: number;
  name?: string;
}

async function leadsOf(system: string, ids: number): Promise<LeadView[]> {
  const pages = Array.from({ length: ids }, async (_, index) => {
    const { body } = await client.get(`/v1/leads?externalId=${index + 1}&externalSystem=${system}`);
    return (body as { data: LeadView[] }).data;
  });
  return (await Promise.all(pages)).flat();
}

const people = (count: number, list: string) => [
  'Id|Name|Email',
  ...Array.from({ length: count }, (_, index) => `${index + 1}|Person ${index + 1}|p${index + 1}@${list}.example`),
];

t.test('people: equal e-mails join', { skip: !existsSync(DATA) && 'no data' }, async (t) => {
  const file = `${DATA}/splink-fake1000/fake_1000.csv`;
  const emails = (await readFile(file)).leads.flatMap(({ email }) => normalizeEmail(email ?? '').normalized ?? []);
  const result = await loadFile(file);
  t.match(result, { code: 0, read: 1000, rejected: 0, joined: emails.length - new Set(emails).size });
  t.equal(result.created, 1000 - result.joined);
  t.match(result.said, new RegExp(`Joined +${result.joined} \\(${result.joined} by email\\)`));
  t.match(result.said, /Source of rows without one: fake_1000 \(import\)/);
});

t.test('organizations: equal phones join across files', { skip: !existsSync(DATA) && 'no data' }, async (t) => {
  const first = `${DATA}/fodors-zagat/zagats.csv`;
  const second = `${DATA}/fodors-zagat/fodors.csv`;
  const digits = async (file: string) =>
    (await readFile(file)).leads.map(({ phone = '' }) => phone.replace(/\D/g, '').slice(-10));
  const known = new Set(await digits(first));
  const expected = (await digits(second)).filter((phone) => known.has(phone) || !known.add(phone)).length;
  await loadFile(first);
  const { joined, code, said } = await loadFile(second);
  t.equal(code, 0);
  t.equal(joined, expected, `${expected} share a phone with a row before them`);
  t.match(said, `(${expected} by phone)`);
});

t.test('rejected rows go to a file with their reason, and leave it when mended', async (t) => {
  const bad = write('bad.csv', [
    'Name|Email|City',
    'Ada|ada@bad.example|London',
    'n/a||Paris',
    `Bob|${'x'.repeat(330)}@bad.example|Rome`,
  ]);
  const result = await loadFile(bad);
  t.match(result, { code: 0, created: 2, rejected: 1 });
  const rejected = readFileSync(`${bad}.rejected.csv`, 'utf8').trim().split('\r\n');
  t.equal(rejected[0], 'Name,Email,City,reject_reason,reject_import');
  t.match(rejected[1], /^n\/a,,Paris,.*at least one of name, email/);
  write('bad.csv', ['Name|Email|City', 'Ada|ada@bad.example|London']);
  await loadFile(bad);
  t.notOk(existsSync(`${bad}.rejected.csv`));
  t.equal((await loadFile(write('worse.csv', ['Name|City', 'n/a|Paris']))).code, 0, 'its fingerprint identifies it');
  const unnamed = await loadFile(write('nobody.csv', ['Name|Email', '-|n/a', 'n/a|-']));
  t.match(
    unnamed,
    { code: 1, created: 0, said: /Rejected +2[\s\S]*2 {2}nothing in the row/ },
    'nothing could be loaded',
  );
});

t.test('names that look like empty words are kept beside the other name', async (t) => {
  const rows = ['Martin|Blank', 'Nan|Golding', 'Ed|Null', 'Li|Na'].map(
    (row, index) => `${index + 1}|${row}|n${index}@names.example`,
  );
  t.match(await loadFile(write('names.csv', ['Id|First Name|Last Name|Email', ...rows])), {
    code: 0,
    created: 4,
    rejected: 0,
  });
  const names = (await leadsOf('names', 4)).map(({ name }) => name);
  t.strictSame(names, ['Martin Blank', 'Nan Golding', 'Ed Null', 'Li Na']);
});

t.test('a list that is loaded again is not repeated, unless asked', async (t) => {
  const file = write('twice.csv', people(25, 'twice'));
  await loadFile(file, ['--batch', '10']);
  const again = await loadFile(file, ['--batch', '10']);
  t.match(again.said, /25 of these rows had been imported in the last 30 days/);
  t.strictSame(new Set((await leadsOf('twice', 25)).map((lead) => lead.touchCount)), new Set([1]));
  t.match(await loadFile(file, ['--again']), { created: 0, joined: 25 });
  t.strictSame(new Set((await leadsOf('twice', 25)).map((lead) => lead.touchCount)), new Set([2]));
});

t.test('a load that broke off goes on in the service, and the next repeats nothing', async (t) => {
  const file = write('broken.csv', people(40, 'broken'));
  const dying: HttpClient = {
    ...client,
    get(path) {
      if (path.startsWith('/v1/operations/')) throw new CommandError('the power is gone');
      return client.get(path);
    },
  };
  await t.rejects(loadFile(file, [], dying), CommandError);
  const { code, created, said } = await loadFile(file);
  const repeated = Number(/^Repeated +(\d+)/m.exec(said)?.[1]);
  t.equal(code, 0);
  t.equal(created + repeated, 40);
  const leads = await leadsOf('broken', 40);
  t.equal(leads.length, 40);
  t.ok(leads.every((lead) => lead.touchCount === 1));
});

t.test('a rehearsal shows what would happen, and leaves nothing', async (t) => {
  const file = write('dry.csv', [...people(3, 'dry'), '4|n/a|-', `5|${'x'.repeat(330)}|long@dry.example`]);
  const { code, said } = await loadFile(file, ['--dry-run']);
  t.equal(code, 0);
  t.match(said, /The first row is read as[\s\S]*email +p1@dry\.example/);
  t.match(
    said,
    /Of 5 rows, 4 would create a lead, 0 join one, 0 be repeated, 0 be left out as suppressed and 1 rejected\. Nothing was changed/,
  );
  t.strictSame(await leadsOf('dry', 5), []);
  const { body } = await client.get('/v1/imports?limit=200');
  t.notOk((body as { data: { name: string }[] }).data.some(({ name }) => name === 'dry.csv'));
});

t.test('the options reach the import', async (t) => {
  const file = write('options.csv', ['Kontakt|Zusatz|Name|Datum', 'a@options.example|7|A|3/4/2021']);
  const maps = ['kontakt=email', 'Zusatz=attributes.level', 'Datum=occurredAt'].flatMap((map) => ['--map', map]);
  const { said } = await loadFile(file, [...maps, '--source', 'Fair', '--channel', 'event', '--country', 'germany']);
  t.match(said, /Created +1/);
  const { body } = await client.get('/v1/leads?email=a@options.example');
  const [lead] = (body as { data: { id: string }[] }).data;
  t.match(lead, { name: 'A', country: 'DE', attributes: { level: 7 } });
  const touches = await client.get(`/v1/leads/${lead?.id}/touches`);
  t.match(touches.body, {
    data: [{ occurredAt: /^2021-04-03/, submission: { source: { channel: 'event', name: 'Fair' } } }],
  });
  await t.rejects(loadFile(file, ['--map', 'Nope=email']), /no column "Nope"/);
  await t.rejects(loadFile(file, ['--map', 'Name=nope']), /no field "nope"/);
  await t.rejects(loadFile(write('empty.csv', ['Name|Email'])), /no rows/);
});

t.test('lost requests, lost answers and a busy service change nothing', async (t) => {
  const url = await startFaultyProxy(service.url, ['busy', 'answer lost', 'none', 'request lost', 'none'], (end) =>
    t.teardown(end),
  );
  const waits: string[] = [];
  const shaky = createHttpClient({ url, key: service.key, onWait: (reason) => waits.push(reason) });
  const result = await loadFile(write('shaky.csv', people(50, 'shaky')), ['--batch', '5'], shaky);
  t.match(result, { code: 0, read: 50, created: 50, joined: 0, rejected: 0 });
  t.ok(waits.length >= 5, `${waits.length} attempts were spoilt`);
  const leads = await leadsOf('shaky', 50);
  t.equal(leads.length, 50);
  t.ok(leads.every((lead) => lead.touchCount === 1));
});

t.test('a wrong key is reported at once', async (t) => {
  const stranger = createHttpClient({ url: service.url, key: 'hw_live_admin_nope' });
  await t.rejects(loadFile(write('key.csv', people(1, 'key')), [], stranger), /401.*valid key/);
  const absent = createHttpClient({ url: 'http://127.0.0.1:9', key: 'x', patienceMs: 100 });
  await t.rejects(loadFile(write('absent.csv', people(1, 'absent')), [], absent), /cannot be reached/);
});

t.test('the command itself: misuse, no service, a running service', { timeout: 150_000 }, async (t) => {
  const file = write('command.csv', people(3, 'command'));
  const dataDir = join(folder, 'data dir');
  const run = (args: string[], port: string) =>
    runCommand('import', args, { DATABASE_URL: service.databaseUrl, HEADWATER_DATA_DIR: dataDir, PORT: port });
  const [misuse, alone, lost] = await Promise.all([
    runCommand('import', [], {}),
    run([file], '1'),
    runCommand('admin-key', ['--name', 'Lost mine'], {
      DATABASE_URL: service.databaseUrl,
      HEADWATER_DATA_DIR: dataDir,
    }),
  ]);
  const found = createHttpClient({ url: service.url, key: lost.output.trim() });
  t.match(await found.get('/v1/api-keys?limit=200'), { status: 200 }, 'headwater admin-key makes another key');
  t.match(misuse, { code: 2, error: /exactly one file[\s\S]*--map/ });
  t.match(alone, { code: 0, output: /No service answers[\s\S]*Created +3/ });
  const beside = await run([file], new URL(service.url).port);
  t.match(
    beside,
    { code: 0, output: /with a key of one day[\s\S]*3 of these rows had been imported/ },
    'the same caller',
  );
  await t.rejects(loadFile(join(folder, 'missing.csv')), /There is no file/);
});

async function runCommand(name: string, args: string[], env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [...programArguments('scripts/headwater.ts'), name, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let error = '';
  child.stdout?.on('data', (text: Buffer) => (output += text));
  child.stderr?.on('data', (text: Buffer) => (error += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output, error };
}

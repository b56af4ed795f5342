import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CopyIn } from '../src/db/copy.js';
import type { Figure } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { makeFolder, residentBytes } from './processes.js';
import type { Session } from './session.js';

const ROWS = 100_000;
const MEGABYTE = 1_048_576;
/** Issue 16: rows a second end to end, and resident memory of the service. */
const LEAST_RATE = 10_000;
const MOST_MEGABYTES = 300;
const SAMPLE_EVERY_MS = 100;

const HEADER = [
  ...['Lead ID', 'First Name', 'Last Name', 'Title', 'Company', 'Industry', 'Employees', 'Website', 'Email', 'Phone'],
  ...['Street', 'City', 'State', 'Postal Code', 'Country', 'Lead Source', 'Created Date', 'Rating', 'Notes', 'Budget'],
];

interface RunOut {
  state: string;
  rows: number;
  run?: { done: number; created?: number };
}

/** A CSV of 20 columns is uploaded and run, beside PostgreSQL's COPY of the same file into a table. `--size`: rows. */
export async function benchImport(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const rows = session.size ?? ROWS;
  const file = join(makeFolder(session.cleanup), 'leads.csv');
  const bytes = await writeFile(file, rows);
  const copied = await copyFile(harness, file);
  const idle = residentBytes(harness.serverPid) / MEGABYTE;
  let most = 0;
  const sample = () => {
    most = Math.max(most, residentBytes(harness.serverPid) / MEGABYTE);
  };
  const sampling = setInterval(sample, SAMPLE_EVERY_MS);
  const before = harness.cpu(harness.serverPid);
  const start = performance.now();
  const id = await upload(harness, file);
  const uploaded = (performance.now() - start) / 1_000;
  const mostUploading = most;
  most = 0;
  await harness.call('POST', `/v1/imports/${id}/run`);
  const ended = await untilEnded(harness, id);
  const seconds = (performance.now() - start) / 1_000;
  const after = harness.cpu(harness.serverPid);
  clearInterval(sampling);
  if (ended.state !== 'succeeded' || ended.run?.created !== rows) throw new Error(JSON.stringify(ended).slice(0, 500));
  const cpu = `processor seconds: service ${(after.server - before.server).toFixed(1)}, database ${(after.database - before.database).toFixed(1)}`;
  const size = `${(bytes / MEGABYTE).toFixed(0)} MB, uploaded, parsed and stored in ${uploaded.toFixed(1)} s`;
  const copy = `COPY of the same file: ${copied.toFixed(1)} s, ${Math.round(rows / copied).toLocaleString('en')} rows/s, ${(seconds / copied).toFixed(0)} times as fast`;
  const rate = rows / seconds;
  return [
    {
      what: `import of ${rows.toLocaleString('en')} rows with ${HEADER.length} columns, end to end`,
      unit: 'rows/s',
      ours: rate,
      against: { what: 'goal', value: LEAST_RATE, ratio: rate / LEAST_RATE },
      notes: [size, copy, cpu],
    },
    {
      what: 'resident memory during the import',
      unit: 'MB',
      ours: Math.max(most, mostUploading),
      against: { what: 'goal', value: MOST_MEGABYTES, ratio: Math.max(most, mostUploading) / MOST_MEGABYTES },
      notes: [
        `before ${idle.toFixed(0)} MB, most while uploading ${mostUploading.toFixed(0)} MB, while running ${most.toFixed(0)} MB`,
      ],
    },
  ];
}

async function writeFile(path: string, rows: number): Promise<number> {
  const file = await open(path, 'w');
  await file.write(`${HEADER.join(',')}\n`);
  for (let from = 0; from < rows; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, rows - from) }, (_, index) => lineOf(from + index));
    await file.write(lines.join(''));
  }
  const { size } = await file.stat();
  await file.close();
  return size;
}

const COUNTRIES = ['Germany', 'France', 'United Kingdom', 'Spain', 'Italy', 'Norway'];
const INDUSTRIES = ['Machinery', 'Software', 'Food', 'Logistics', 'Chemicals'];
const TITLES = ['Head of Sales', 'Buyer', 'CTO', 'Engineer', 'Managing Director'];
const of = (list: readonly string[], index: number) => list[index % list.length] ?? '';

function lineOf(index: number): string {
  const company = `Company ${index % 5_000}`;
  const day = `2026-0${1 + (index % 9)}-1${index % 10}`;
  const cells = [
    ...[`L-${index}`, `First${index % 900}`, `Last${index % 7_000}`, of(TITLES, index), `"${company}, Ltd."`],
    ...[of(INDUSTRIES, index), String(5 + (index % 900)), `https://company${index % 5_000}.example`],
    ...[`person${index}@company${index % 5_000}.example`, `+49 30 ${String(1_000_000 + (index % 8_999_999))}`],
    ...[`Street ${index % 300}`, `City ${index % 700}`, `State ${index % 16}`, String(10_000 + (index % 80_000))],
    ...[of(COUNTRIES, index), `Source ${index % 12}`, day, of(['Hot', 'Warm', 'Cold'], index)],
    ...[`"Met at the fair, asked for ""offer ${index}"""`, `${1 + (index % 90)}000.00`],
  ];
  return `${cells.join(',')}\n`;
}

async function copyFile({ sql }: Harness, path: string): Promise<number> {
  const columns = HEADER.map((_, index) => `c${index} text`).join(', ');
  await sql.query(`create unlogged table copied (${columns}); alter table copied set logged`);
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path)) chunks.push(chunk as Buffer);
  const data = Buffer.concat(chunks);
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    const statement = new CopyIn('copy copied from stdin (format csv, header)', data);
    // The driver takes any object with the methods of a query.
    (sql.query as (query: object, values: undefined, done: (error: Error | null) => void) => void)(
      statement,
      undefined,
      (error) => (error ? reject(error) : resolve()),
    );
  });
  const seconds = (performance.now() - start) / 1_000;
  await sql.query('drop table copied');
  return seconds;
}

function upload({ port, key }: Harness, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
    const sent = request({ port, method: 'POST', path: '/v1/imports?name=Bench', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () => {
        if (answer.statusCode === 201) resolve((JSON.parse(text) as { id: string }).id);
        else reject(new Error(text.slice(0, 500)));
      });
    });
    sent.on('error', reject);
    pipeline(createReadStream(path), sent).catch(reject);
  });
}

async function untilEnded({ call }: Harness, id: string): Promise<RunOut> {
  for (;;) {
    const state = await call<RunOut>('GET', `/v1/imports/${id}`);
    if (state.state !== 'running') return state;
    await sleep(200);
  }
}

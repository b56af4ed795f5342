import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { createCall, type Harness, startHarness } from './harness.js';
import { residentBytes } from './processes.js';
import { seedWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import type { Session } from './session.js';

const LEADS = 100_000;
const EARLY_SHARE = 0.5;
const EVERY_MS = 50;
const MEGABYTE = 1_048_576;

interface Operation {
  id: string;
  state: string;
  progress: { done: number };
  export: { rows?: number; bytes?: number };
}

/** Writes and downloads a CSV file of all leads with all columns. `--size`: leads. */
export async function benchExport(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const leads = session.size ?? LEADS;
  const { key } = await seedWorkspace(harness, 'Export', leads);
  await vacuumAndCheckpoint(harness);
  const before = harness.cpu(harness.serverPid);
  const written = await write(harness, key, leads);
  const after = harness.cpu(harness.serverPid);
  const { seconds, idle, early, late, operation } = written;
  const rows = operation.export.rows ?? 0;
  if (rows !== leads) throw new Error(`of ${leads} leads the file has ${rows}`);
  const cpu = `processor seconds: service ${(after.server - before.server).toFixed(1)}, database ${(after.database - before.database).toFixed(1)}`;
  const size = (operation.export.bytes ?? 0) / MEGABYTE;
  const download = await read(harness, key, operation);
  return [
    {
      what: `export of ${leads.toLocaleString('en')} leads, all columns, to CSV`,
      unit: 's',
      ours: seconds,
      notes: [`${Math.round(leads / seconds).toLocaleString('en')} leads/s, ${size.toFixed(0)} MB`, cpu],
    },
    {
      what: 'resident memory while it is written',
      unit: 'MB',
      ours: late,
      against: { what: 'in its first half', value: early, ratio: late / early, atMost: 1.2 },
      notes: [`before it ${idle.toFixed(0)} MB`],
    },
    { what: 'download of the file', unit: 's', ours: download, notes: [`${(size / download).toFixed(0)} MB/s`] },
  ];
}

/** `early` and `late`: the most resident memory in the first half of the rows, and in the second. */
async function write({ port, serverPid }: Harness, key: string, leads: number) {
  const resident = () => residentBytes(serverPid) / MEGABYTE;
  const call = createCall(port, key);
  const idle = resident();
  const start = performance.now();
  const { id } = await call<Operation>('POST', '/v1/exports', { resource: 'leads' });
  let [early, late] = [idle, 0];
  for (;;) {
    const operation = await call<Operation>('GET', `/v1/operations/${id}`);
    if (operation.progress.done < leads * EARLY_SHARE) early = Math.max(early, resident());
    else late = Math.max(late, resident());
    if (operation.state === 'succeeded') {
      return { seconds: (performance.now() - start) / 1_000, idle, early, late, operation };
    }
    if (operation.state === 'failed') throw new Error('the export failed');
    await sleep(EVERY_MS);
  }
}

async function read({ port }: Harness, key: string, { id, export: { bytes } }: Operation): Promise<number> {
  const start = performance.now();
  const url = `http://127.0.0.1:${port}/v1/exports/${id}/file`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const reader = answer.body?.getReader();
  let size = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read())
    size += part.value.length;
  if (answer.status !== 200 || size !== bytes) throw new Error(`the download has ${size} of ${bytes} bytes`);
  return (performance.now() - start) / 1_000;
}

/** `headwater demo`: the made-up history, and a small one against a real service. */
import t from 'tap';
import { createHttpClient } from '../../scripts/client/http-client.js';
import { generateHistory, type HistoryOptions } from '../../scripts/demo/history.js';
import { createRandom } from '../../scripts/demo/random.js';
import { report } from '../../scripts/demo/report.js';
import { sendHistory } from '../../scripts/demo/send-history.js';
import { createReps, createWorkspace } from '../../scripts/demo/setup.js';
import { CHANNELS } from '../../src/core/sources.js';
import { startService } from './service.js';

const TODAY = Date.parse('2026-06-01T00:00:00Z');
const OPTIONS: HistoryOptions = { leads: 1500, months: 12, seed: 1, today: TODAY };

t.test('the same seed gives the same history', async (t) => {
  const random = createRandom(42);
  t.strictSame(
    [random.between(1, 1000), random.between(1, 1000), random.chance(0.5)],
    [602, 449, false],
    'on every machine',
  );
  t.equal(JSON.stringify(generateHistory(OPTIONS)), JSON.stringify(generateHistory(OPTIONS)));
  t.not(
    JSON.stringify(generateHistory({ ...OPTIONS, leads: 20 })),
    JSON.stringify(generateHistory({ ...OPTIONS, leads: 20, seed: 2 })),
  );
});

t.test('the history is believable', async (t) => {
  const months = generateHistory(OPTIONS);
  const touches = months.flatMap((month) => month.touches);
  const events = months.flatMap((month) => month.engagement);
  t.equal(months.length, 12);
  t.strictSame(new Set(touches.map((touch) => touch.source?.channel)), new Set(CHANNELS), 'every channel');
  const start = TODAY - 12 * 30.44 * 86_400_000;
  const within = (at: string) => Date.parse(at) >= start - 86_400_000 && Date.parse(at) < TODAY;
  t.ok([...touches, ...events].every(({ occurredAt }) => within(occurredAt)));
  const again = touches.length - OPTIONS.leads;
  t.ok(again > OPTIONS.leads * 0.15 && again < OPTIONS.leads * 0.4, `${again} second touches`);
  t.ok(new Set(touches.map((touch) => touch.country)).size > 8);
  t.ok(touches.some((touch) => touch.kind === 'organization'));
  t.equal(new Set(events.map((event) => event.externalId)).size, events.length);
  const emails = touches.flatMap(({ email }) => (email?.includes('@') ? [email.toLowerCase()] : []));
  const owners = emails.filter((email) => !/(?:\.example|@(?:gmail|outlook|yahoo|icloud)\.com)$/.test(email));
  t.strictSame(owners, [], 'no rep can own the companies');
});

t.test('it fills a workspace of its own and reads the results back', async (t) => {
  const service = await startService((end) => t.teardown(end));
  const admin = createHttpClient({ url: service.url, key: service.key });
  const { key } = await createWorkspace(admin, 'Demo');
  const client = createHttpClient({ url: service.url, key });
  const { reps, teams } = await createReps(client);
  const result = await sendHistory(client, generateHistory({ ...OPTIONS, leads: 120, months: 3 }));
  t.equal(result.refused, 0, JSON.stringify([...result.reasons]));
  const text = await report(client, result, reps, teams);
  t.match(text, /Funnel by source channel \(120 leads\)/);
  t.match(text, /^ +all +\d+ +120 /m);
  const touches = [...result.touches.values()].reduce((sum, count) => sum + count, 0);
  const page = text.slice(text.indexOf('Start page'));
  t.match(page, new RegExp(`^ +all sources +${touches} +120 `, 'm'), 'the touches that were sent');
  t.match(page, /^Why leads were disqualified/m);
  t.ok(
    page.split('\n').every(({ length }) => length <= 100),
    'fits 100 columns',
  );
  const given = [...text.matchAll(/^ +(?:Closers|Europe|World) .* (\d+) +(-?[\d.]+) +(-?[\d.]+) +(\d+)$/gm)];
  t.equal(given.length, 10);
  for (const [line, , , deviation] of given) t.ok(Math.abs(Number(deviation)) <= 1, line);
  t.equal((text.match(/owned by/g) ?? []).length, 10);
  t.match(text, /^ +1\. .*\n +[\d.]+ points .* owned by .*\n +\+.*\n +(?:hot|warm|cold): /m);
  const { body } = await admin.get('/v1/leads?limit=1');
  t.match(body, { data: [] }, 'nothing of it is in the workspace of the key');
  await t.rejects(createWorkspace(client, 'Another'), /--workspace current/, 'a key of one workspace makes no other');
});

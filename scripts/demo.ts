/** `npm run demo`: a year of a made-up business in one go, and what the service made of it. */
import { connect } from './client/connection.js';
import { createHttpClient, type HttpClient } from './client/http.js';
import { runCommand } from './client/misuse.js';
import { fill } from './demo/fill.js';
import { inventHistory } from './demo/history.js';
import { type DemoOptions, readOptions, USAGE } from './demo/options.js';
import { report } from './demo/report.js';
import { createWorkspace, hireReps } from './demo/setup.js';

const DAY_MS = 86_400_000;
const say = (line: string) => console.log(line);

await runCommand(USAGE, async () => {
  const options = readOptions(process.argv.slice(2));
  const { url, key } = options;
  const service = await connect({ url, key, command: 'npm run demo', say, env: process.env });
  try {
    await demonstrate(options, service.client, service.address);
    if (service.local) say('The service ran for this command only: start it first, with npm start.');
    return 0;
  } finally {
    await service.close();
  }
});

async function demonstrate(options: DemoOptions, given: HttpClient, address: string): Promise<void> {
  const startedAt = performance.now();
  const name = `Demo ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`;
  const made = options.workspace === 'new' ? await createWorkspace(given, name) : undefined;
  const client = made ? createHttpClient({ url: given.url, key: made.key }) : given;
  const { reps, teams } = await hireReps(client);
  const months = inventHistory({ ...options, today: Math.floor(Date.now() / DAY_MS) * DAY_MS });
  const filled = await fill(client, months);
  const seconds = (performance.now() - startedAt) / 1_000;
  say(`\n${filled.sent} records in ${seconds.toFixed(1)} s, ${filled.refused} refused.`);
  for (const [reason, count] of filled.reasons) say(`  ${count}  ${reason}`);
  say(`\n${await report(client, filled, reps, teams)}`);
  if (!made) return;
  say(`\nWorkspace "${made.name}". Look around with its key, which is shown this once:`);
  say(`  curl -H 'Authorization: Bearer ${made.key}' '${address}/v1/leads?sortBy=score&limit=5'`);
}

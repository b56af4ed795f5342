/** `headwater demo` sends the generated history of a hypothetical business to the service, and reports the results. */

import { type Command, PROGRAM } from '../../src/command.js';
import { connect } from '../client/connection.js';
import { createHttpClient, type HttpClient } from '../client/http-client.js';
import { generateHistory } from '../demo/history.js';
import { type DemoOptions, readOptions, USAGE } from '../demo/options.js';
import { report } from '../demo/report.js';
import { sendHistory } from '../demo/send-history.js';
import { createReps, createWorkspace } from '../demo/setup.js';

const DAY_MS = 86_400_000;
const print = (line: string) => console.log(line);

async function fillDemo(args: string[]): Promise<number> {
  const options = readOptions(args);
  const { url, key } = options;
  const service = await connect({ url, key, command: 'headwater demo', print, env: process.env });
  try {
    await runDemo(options, service.client, service.address);
    if (service.local) print(`The service ran for this command only: start it first, with ${PROGRAM} serve.`);
    return 0;
  } finally {
    await service.close();
  }
}

export const command: Command = { usage: USAGE, run: fillDemo };

async function runDemo(options: DemoOptions, given: HttpClient, address: string): Promise<void> {
  const startedAt = performance.now();
  const name = `Demo ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`;
  const workspace = options.workspace === 'new' ? await createWorkspace(given, name) : undefined;
  const client = workspace ? createHttpClient({ url: given.url, key: workspace.key }) : given;
  const { reps, teams } = await createReps(client);
  const months = generateHistory({ ...options, today: Math.floor(Date.now() / DAY_MS) * DAY_MS });
  const result = await sendHistory(client, months);
  const seconds = (performance.now() - startedAt) / 1_000;
  print(`\n${result.sent} records in ${seconds.toFixed(1)} s, ${result.refused} refused.`);
  for (const [reason, count] of result.reasons) print(`  ${count}  ${reason}`);
  print(`\n${await report(client, result, reps, teams)}`);
  if (!workspace) return;
  print(`\nWorkspace "${workspace.name}". Look around with its key, which is shown this once:`);
  print(`  curl -H 'Authorization: Bearer ${workspace.key}' '${address}/v1/leads?sortBy=score&limit=5'`);
}

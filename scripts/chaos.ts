/** `npm run chaos`: runs the service under load while its surroundings fail, then checks what is stored. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../src/command.js';
import { POSTGRES_VERSIONS, postgresBinaries } from './chaos/binaries.js';
import { findFaults } from './chaos/checker.js';
import { startClients } from './chaos/clients.js';
import { type Cluster, createCluster } from './chaos/cluster.js';
import { type Environment, FAILURES } from './chaos/failures.js';
import { startPooler } from './chaos/pooler.js';
import { startFleet } from './chaos/services.js';
import { prepareTeam } from './chaos/team.js';
import { killWhileSending, RECEIVER_SETTINGS } from './chaos/webhooks.js';

const USAGE = `Runs three processes of the service on one PostgreSQL while it fails in every way of a list, then checks what is stored.

  npm run chaos [-- --version <15|16|17|18>] [-- --postgres <folder of initdb and postgres>] [-- --only <name>]
  npm run chaos -- webhooks [--kills <n>]   kills the processes 200 times while they send webhooks, and checks each event
                                            at each endpoint

Without options: the PostgreSQL of the installed packages. --version fetches the packages of another one into
node_modules/.cache. As root on Linux the data lie on a file system of 1 GB in memory, so that the disk can be full. One
of the processes goes through pgbouncer where that is installed. Failures: ${FAILURES.map(({ name }) => name).join(', ')}.`;

type Cleanup = (() => Promise<unknown> | unknown)[];

const CLIENTS = 24;
const WEBHOOK_KILLS = '200';
const QUIET_MS = 2_000;
const RECOVERY_TIMEOUT_MS = 30_000;

async function run(): Promise<number> {
  const { version, postgres, only, kills } = readOptions();
  const failures = FAILURES.filter(({ name }) => only === undefined || name === only);
  if (failures.length === 0) throw new UsageError(`There is no failure named ${only}.`);
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet'], { stdio: 'inherit' });
  if (built.status !== 0) return 1;
  const cleanup: Cleanup = [];
  try {
    const cluster = await createCluster(postgres ?? postgresBinaries(version), cleanup);
    console.log(`PostgreSQL ${await cluster.version()}; ${cluster.disk ? 'a disk of its own' : 'no disk of its own'}`);
    if (kills !== undefined) return await runWebhooks(cluster, kills, cleanup);
    const pooler = await startPooler(cluster.port, cleanup);
    if (pooler === undefined) console.log('pgbouncer is not installed: no process goes through one');
    const fleet = await startFleet([cluster.url, cluster.url, pooler?.url ?? cluster.url], pooler?.url, cleanup);
    const environment: Environment = { cluster, fleet, pooler };
    const teamId = await prepareTeam(fleet);
    const clients = startClients(fleet, CLIENTS);
    cleanup.push(() => clients.abandon());
    for (const failure of failures) await runFailure(environment, clients, failure);
    await sleep(QUIET_MS);
    await clients.stop();
    const faults = [...clients.faults, ...(await findFaults(environment, clients, teamId))];
    const { creates, engagement, patches, unanswered } = clients.summary();
    console.log(
      `acknowledged: ${creates} creates, ${engagement} engagement events, ${patches} patches; ${unanswered} attempts without an answer`,
    );
    for (const fault of faults) console.log(`FAULT  ${fault}`);
    console.log(faults.length === 0 ? 'nothing is lost or duplicated' : `${faults.length} faults`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    for (let step = cleanup.pop(); step; step = cleanup.pop()) await step();
  }
}

async function runWebhooks(cluster: Cluster, kills: number, cleanup: Cleanup): Promise<number> {
  const fleet = await startFleet([cluster.url, cluster.url, cluster.url], undefined, cleanup, RECEIVER_SETTINGS);
  const faults = await killWhileSending({ cluster, fleet, kills }, cleanup);
  for (const fault of faults) console.log(`FAULT  ${fault}`);
  console.log(faults.length === 0 ? 'every event has arrived, in order' : `${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

type Clients = ReturnType<typeof startClients>;

async function runFailure(
  environment: Environment,
  clients: Clients,
  failure: (typeof FAILURES)[number],
): Promise<void> {
  await sleep(QUIET_MS);
  const skipReason = failure.skipReason(environment);
  if (skipReason !== undefined) {
    console.log(`skipped  ${failure.name}: ${skipReason}`);
    return;
  }
  clients.expectFailures(true);
  const before = clients.acknowledged();
  const found = await failure.run(environment, clients);
  const endedAt = performance.now();
  const after = clients.acknowledged();
  while (clients.acknowledged() === after && performance.now() - endedAt < RECOVERY_TIMEOUT_MS) await sleep(5);
  const recovered = performance.now() - endedAt;
  if (recovered >= RECOVERY_TIMEOUT_MS)
    clients.faults.push(`${failure.name}: no write within ${RECOVERY_TIMEOUT_MS} ms`);
  await sleep(QUIET_MS);
  clients.expectFailures(false);
  clients.faults.push(...found.map((fault) => `${failure.name}: ${fault}`));
  const verdict = found.length === 0 ? 'ok     ' : 'FAULTS ';
  console.log(
    `${verdict}  ${failure.name}: ${after - before} writes meanwhile, the next ${Math.round(recovered)} ms after its end`,
  );
}

interface Options {
  version: string | undefined;
  postgres: string | undefined;
  only: string | undefined;
  /** Of the run for webhooks; undefined for the run of all failures. */
  kills: number | undefined;
}

function readOptions(): Options {
  try {
    const text = { type: 'string' } as const;
    const options = { version: text, postgres: text, only: text, kills: { ...text, default: WEBHOOK_KILLS } };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const { version, postgres, only } = values;
    const [run, ...more] = positionals;
    if (more.length > 0 || (run !== undefined && run !== 'webhooks')) throw new UsageError(`There is no run ${run}.`);
    const kills = run === undefined ? undefined : Number(values.kills);
    if (version !== undefined && POSTGRES_VERSIONS[version] === undefined) {
      throw new UsageError(`--version is one of ${Object.keys(POSTGRES_VERSIONS).join(', ')}.`);
    }
    return { version, postgres, only, kills };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

await runCommand({ usage: USAGE, run }, process.argv.slice(2));

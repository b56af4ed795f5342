import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
const LEADS = 100_000;
const CONNECTIONS = 1;
/** Seconds for 100,000 leads with five events each. */
const LIMIT = 60;

/** Brings the leads of a year with their past, in batches of a thousand, and trains a prediction model on them. `--size`: leads. */
export async function benchHistory(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const calls = Math.ceil((session.size ?? LEADS) / PER_CALL);
  const leads = calls * PER_CALL;
  const before = harness.cpu(harness.serverPid);
  const { seconds } = await harness.load({
    port: harness.port,
    connections: CONNECTIONS,
    requests: { kind: 'history', path: '/v1/leads/history', key: harness.key, from: 0, calls, perCall: PER_CALL },
  });
  const limit = (LIMIT * leads) / LEADS;
  const after = harness.cpu(harness.serverPid);
  const cpu = `processor seconds: service ${(after.server - before.server).toFixed(1)}, database ${(after.database - before.database).toFixed(1)}`;
  return [
    {
      what: `POST /v1/leads/history, ${leads.toLocaleString('en')} leads with five events each`,
      unit: 's',
      ours: seconds,
      against: { what: `${LIMIT} s for 100,000`, value: limit, ratio: seconds / limit, atMost: 1 },
      notes: [`${Math.round(leads / seconds).toLocaleString('en')} leads/s`, cpu, await verify(harness, leads)],
    },
    { what: 'train a prediction model right after it', unit: 's', ours: await train(harness), notes: [] },
  ];
}

async function verify({ sql }: Harness, leads: number): Promise<string> {
  const { rows } = await sql.query<{ leads: string; events: string; outcomes: string; deals: string }>(
    `select (select count(*) from leads) as leads, (select count(*) from engagement_events) as events,
            (select count(*) from lead_outcomes) as outcomes, (select count(*) from deals) as deals`,
  );
  const [found] = rows;
  if (Number(found?.leads) !== leads || Number(found?.events) !== 3 * leads) {
    throw new Error(`of ${leads} leads there are ${JSON.stringify(found)}`);
  }
  return `${found?.leads} leads, ${found?.events} engagement events, ${found?.outcomes} outcomes, ${found?.deals} deals stored`;
}

async function train({ call }: Harness): Promise<number> {
  const start = performance.now();
  const { id } = await call<{ id: string }>('POST', '/v1/prediction-models');
  for (;;) {
    const { state, trainPrediction } = await call<{ state: string; trainPrediction?: { verdict: string } }>(
      'GET',
      `/v1/operations/${id}`,
    );
    if (state === 'succeeded' && trainPrediction) return (performance.now() - start) / 1_000;
    if (state === 'failed') throw new Error('the training failed');
    await sleep(100);
  }
}

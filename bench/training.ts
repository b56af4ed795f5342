import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { residentBytes } from './processes.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
const FEW = 10_000;
const MANY = 105_000;
const SAMPLE_EVERY_MS = 100;
const MEGABYTE = 1_048_576;

/**
 * Learning from as many decided leads as are learnt from at most, while the service goes on answering: how long it takes,
 * what the process holds at most, and how long the longest read waits meanwhile.
 */
export async function benchTraining(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await stream(rig, 0, FEW);
  await decideAll(rig);
  const few = await train(rig);
  await stream(rig, FEW, MANY);
  await decideAll(rig);
  const many = await train(rig);
  const learnt = (run: Run) => `${run.outcomes.toLocaleString('en')} leads, AUC ${run.auc.toFixed(2)}`;
  const notes = (run: Run) => [
    learnt(run),
    `most memory ${run.megabytes.toFixed(0)} MB, before ${run.before.toFixed(0)} MB`,
  ];
  return [
    { what: 'train a prediction model, few leads', unit: 's', ours: few.seconds, notes: notes(few) },
    { what: 'train a prediction model, many leads', unit: 's', ours: many.seconds, notes: notes(many) },
    { what: 'longest read during the long training', unit: 'ms', ours: many.longestRead, notes: [] },
  ];
}

function stream(rig: Rig, from: number, to: number) {
  const calls = (to - from) / PER_CALL;
  return rig.load({
    port: rig.port,
    connections: 1,
    requests: { kind: 'leads', path: '/v1/leads/batch', key: rig.key, from, calls, perCall: PER_CALL },
  });
}

/** Won by country, title and what else there is; written by SQL, a second after arrival, as if people had said so. */
async function decideAll({ sql }: Rig): Promise<void> {
  await sql.query(`update leads set category_decided_by = 'person', category_since = created_at + interval '1 second',
      category = case when random() < (case country when 'DE' then 0.1 else 0 end) + (case job_title when 'CEO' then 0.4 else 0.1 end)
                           + (case when employee_count > 1500 then 0.3 else 0 end) then 'customer' else 'lost' end
    where category_decided_by is null`);
  await sql.query('vacuum (analyze) leads');
}

interface Run {
  seconds: number;
  before: number;
  megabytes: number;
  longestRead: number;
  outcomes: number;
  auc: number;
}

interface Told {
  state: string;
  startedAt: string;
  finishedAt: string;
  trainPrediction: { predictionModelVersion: number };
}

async function train(rig: Rig): Promise<Run> {
  const read = () => residentBytes(rig.serverPid) / MEGABYTE;
  const before = read();
  const operation = await rig.call<{ id: string }>('POST', '/v1/prediction-models');
  let [megabytes, longestRead] = [before, 0];
  for (;;) {
    const startedAt = performance.now();
    const told = await rig.call<Told>('GET', `/v1/operations/${operation.id}`);
    longestRead = Math.max(longestRead, performance.now() - startedAt);
    megabytes = Math.max(megabytes, read());
    if (told.state === 'failed') throw new Error('the training failed');
    if (told.state === 'succeeded') {
      const seconds = (Date.parse(told.finishedAt) - Date.parse(told.startedAt)) / 1_000;
      const { predictionModelVersion: version } = told.trainPrediction;
      const { outcomes, validation } = await rig.call<{
        outcomes: { won: number; lost: number };
        validation: { auc: number };
      }>('GET', `/v1/prediction-models/${version}`);
      return { seconds, before, megabytes, longestRead, outcomes: outcomes.won + outcomes.lost, auc: validation.auc };
    }
    await sleep(SAMPLE_EVERY_MS);
  }
}

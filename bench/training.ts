import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { residentBytes } from './processes.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
const FEW = 10_000;
const MANY = 105_000;
const SAMPLE_EVERY_MS = 100;
const MEGABYTE = 1_048_576;

/**
 * Training of a prediction model on few leads with an outcome, and on as many as training uses at most: its duration,
 * the highest resident memory of the process, and the slowest read meanwhile.
 */
export async function benchTraining(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await sendLeads(harness, 0, FEW);
  await setOutcomes(harness);
  const few = await train(harness);
  await sendLeads(harness, FEW, MANY);
  await setOutcomes(harness);
  const many = await train(harness);
  const notes = (run: Run) => [
    `${run.outcomes.toLocaleString('en')} leads, AUC ${run.auc.toFixed(2)}`,
    `most memory ${run.megabytes.toFixed(0)} MB, before ${run.before.toFixed(0)} MB`,
  ];
  return [
    { what: 'train a prediction model, few leads', unit: 's', ours: few.seconds, notes: notes(few) },
    { what: 'train a prediction model, many leads', unit: 's', ours: many.seconds, notes: notes(many) },
    { what: 'longest read during the long training', unit: 'ms', ours: many.longestRead, notes: [] },
  ];
}

function sendLeads(harness: Harness, from: number, to: number) {
  const calls = (to - from) / PER_CALL;
  return harness.load({
    port: harness.port,
    connections: 1,
    requests: { kind: 'leads', path: '/v1/leads/batch', key: harness.key, from, calls, perCall: PER_CALL },
  });
}

/**
 * Sets the category of each lead by SQL, decided by a person a second after arrival; country, job title and size raise
 * the odds of `customer`.
 */
async function setOutcomes({ sql }: Harness): Promise<void> {
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

interface TrainingOperation {
  state: string;
  startedAt: string;
  finishedAt: string;
  trainPrediction: { predictionModelVersion: number };
}

async function train(harness: Harness): Promise<Run> {
  const read = () => residentBytes(harness.serverPid) / MEGABYTE;
  const before = read();
  const { id } = await harness.call<{ id: string }>('POST', '/v1/prediction-models');
  let [megabytes, longestRead] = [before, 0];
  for (;;) {
    const startedAt = performance.now();
    const operation = await harness.call<TrainingOperation>('GET', `/v1/operations/${id}`);
    longestRead = Math.max(longestRead, performance.now() - startedAt);
    megabytes = Math.max(megabytes, read());
    if (operation.state === 'failed') throw new Error('the training failed');
    if (operation.state === 'succeeded') {
      const seconds = (Date.parse(operation.finishedAt) - Date.parse(operation.startedAt)) / 1_000;
      const { predictionModelVersion: version } = operation.trainPrediction;
      const { outcomes, validation } = await harness.call<{
        outcomes: { won: number; lost: number };
        validation: { auc: number };
      }>('GET', `/v1/prediction-models/${version}`);
      return { seconds, before, megabytes, longestRead, outcomes: outcomes.won + outcomes.lost, auc: validation.auc };
    }
    await sleep(SAMPLE_EVERY_MS);
  }
}

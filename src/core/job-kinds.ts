/** Kinds of jobs: requested once, done in many small steps by any process of the service. */
export const JOB_KINDS = [
  'rescore',
  'backtest',
  'train_prediction',
  'reassign',
  'rerun_routing',
  'bulk_change',
  'attribute_change',
  'segment_change',
  'export',
  'import',
  'rehearse_import',
  'revert_import',
  'erasure',
  'find_duplicates',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Queued, then running until it ends in one of the other three. */
export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

const ENDED: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled']);

/** Whether a job is in a final state. */
export const hasEnded = (state: JobState): boolean => ENDED.has(state);

/** Consecutive failures after which a job ends as failed. */
export const MAX_ATTEMPTS = 5;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Milliseconds before the step is retried after this many consecutive failures (1 and up). */
export function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 4 ** (attempts - 1), LONGEST_PAUSE_MS);
}

/** Why a model is trained: a caller requested it, or its schedule is due. */
export type TrainedBy = 'request' | 'schedule';

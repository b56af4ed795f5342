/** Long work: asked for in one request, done in many small steps by whichever process has time. */
export const OPERATION_KINDS = ['rescore', 'backtest', 'train_prediction', 'reassign', 'rerun_routing'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** Queued, then running until it ends in one of the other three. */
export const OPERATION_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

const ENDED: ReadonlySet<OperationState> = new Set(['succeeded', 'failed', 'cancelled']);

/** Whether nothing will happen to it any more. */
export const hasEnded = (state: OperationState): boolean => ENDED.has(state);

/** Failures in a row, without a step that worked in between, after which an operation is given up. */
export const MOST_ATTEMPTS = 5;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Milliseconds to wait after so many failures in a row (1 and up) before the step is tried again. */
export function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 4 ** (attempts - 1), LONGEST_PAUSE_MS);
}

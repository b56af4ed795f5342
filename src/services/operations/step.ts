import type { OperationKind } from '../../core/operations.js';
import type { OperationRow } from '../../db/repositories/operations.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { originOf } from '../writes.js';
import type { OperationShapes, Outcome, Step } from './kinds.js';
import { succeed } from './states.js';

/** The operation has ended meanwhile, or another process runs it: this step must have no effect. */
export class LeaseLost extends AppError {
  constructor() {
    super('conflict', 'The operation has ended, or another process runs it.');
  }
}

/** A step, and the operation as the step left it. */
export interface RunningStep extends Step<OperationKind> {
  recorded(): OperationRow;
}

export function createStep(
  { store }: { store: Store },
  row: OperationRow,
  { holder, signal }: { holder: string; signal: AbortSignal | undefined },
): RunningStep {
  const { workspaceId, id, requestId } = row;
  const context: WriteContext = { workspaceId, actor: { kind: 'system', id: 'operations' }, requestId };
  let held: OperationRow | undefined;
  let recorded: OperationRow | undefined;
  const hold: RunningStep['hold'] = async (scope) => {
    const current = await scope.operations.find(id);
    if (current?.leaseHolder !== holder) throw new LeaseLost();
    held = current;
    return { cursor: cursorOf(current), done: current.done };
  };
  const record: RunningStep['record'] = async (scope, outcome) => {
    if (!held) throw new Error('a step must hold the operation before it records');
    recorded = await outcomeOf(scope, held, outcome);
  };
  return {
    id,
    signal,
    params: row.params as OperationShapes[OperationKind]['params'],
    cursor: cursorOf(row),
    done: row.done,
    total: row.total ?? undefined,
    read: store.read(workspaceId),
    context,
    hold,
    record,
    async write(work) {
      await store.write(workspaceId, originOf(context), async (scope) => {
        const holding = await hold(scope);
        await record(scope, await work(scope, holding));
      });
    },
    recorded() {
      if (!recorded) throw new Error(`a step of ${row.kind} recorded nothing`);
      return recorded;
    },
  };
}

const cursorOf = ({ cursor }: OperationRow) =>
  (cursor ?? undefined) as OperationShapes[OperationKind]['cursor'] | undefined;

type Scope = Parameters<RunningStep['record']>[0];

async function outcomeOf(scope: Scope, row: OperationRow, outcome: Outcome<OperationKind>): Promise<OperationRow> {
  if ('result' in outcome) return succeed(scope, row, outcome.result, outcome.done ?? row.done);
  const { cursor, done, total = row.total } = outcome;
  const updatedAt = new Date(scope.now);
  const next = { ...row, version: row.version + 1, cursor, done, total, attempts: 0, updatedAt };
  // Waiting for it would be waiting for all the statements before it, while the next slice could be on its way.
  scope.defer(scope.operations.saveProgress(next));
  return next;
}

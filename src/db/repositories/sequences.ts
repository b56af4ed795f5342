import { and, asc, desc, eq } from 'drizzle-orm';
import type { LeaveReason, SequenceEntry, SequencePurpose } from '../../core/leads/sequence-runs.js';
import type { TakenStep } from '../../core/sequences/advance.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { sequenceRuns, sequenceSteps } from '../schema/sequences.js';

/** Identifies a stay of a lead in a sequence. */
interface RunKey {
  leadId: string;
  key: string;
  stay: number;
}

export interface NewSequenceRun extends RunKey {
  /** Epoch milliseconds. */
  enteredAt: number;
  purpose: SequencePurpose;
  version: number;
  enteredBy: SequenceEntry;
}

/** `position` counts the steps of a stay from 1. `at`: epoch milliseconds. */
export interface NewSequenceStep extends RunKey, Omit<TakenStep, 'task'> {
  position: number;
  version: number;
  taskId?: string | undefined;
  at: number;
}

export interface SequenceRunEnding extends RunKey {
  leftAt: number;
  reason: LeaveReason;
  lastStep?: string | undefined;
}

export type StoredSequenceRun = typeof sequenceRuns.$inferSelect;
export type StoredSequenceStep = typeof sequenceSteps.$inferSelect;

const runWriter = rowWriter(sequenceRuns, ['workspace_id', 'lead_id', 'sequence', 'stay']);
const stepWriter = rowWriter(sequenceSteps, ['workspace_id', 'lead_id', 'sequence', 'stay', 'position']);

const END = `update sequence_runs set left_at = e.left_at, leave_reason = e.leave_reason, last_step = e.last_step
    from (select * from unnest($2::uuid[], $3::text[], $4::int[], $5::timestamptz[], $6::text[], $7::text[])
          as ended (lead_id, sequence, stay, left_at, leave_reason, last_step)) e
   where workspace_id = $1 and sequence_runs.lead_id = e.lead_id and sequence_runs.sequence = e.sequence
     and sequence_runs.stay = e.stay`;

export function sequencesRepository(executor: Executor, workspaceId: string) {
  const keyOf = ({ leadId, key, stay }: RunKey) => ({
    workspace_id: workspaceId,
    lead_id: leadId,
    sequence: key,
    stay,
  });
  return {
    insertRuns: (runs: readonly NewSequenceRun[]) =>
      runWriter.insertNamed(
        executor,
        runs.map((run) => ({ ...keyOf(run), ...runColumns(run) })),
      ),
    insertSteps: (steps: readonly NewSequenceStep[]) =>
      stepWriter.insertNamed(
        executor,
        steps.map((one) => ({ ...keyOf(one), ...stepColumns(one) })),
      ),
    async end(endings: readonly SequenceRunEnding[]): Promise<void> {
      await executor.run('end_sequence_runs', END, [
        workspaceId,
        endings.map(({ leadId }) => leadId),
        endings.map(({ key }) => key),
        endings.map(({ stay }) => stay),
        endings.map(({ leftAt }) => iso(leftAt)),
        endings.map(({ reason }) => reason),
        endings.map(({ lastStep }) => lastStep ?? null),
      ]);
    },
    /** The latest stays of a lead, newest first, and the latest of all their steps, oldest first. */
    async ofLead(leadId: string, limit: number): Promise<{ runs: StoredSequenceRun[]; steps: StoredSequenceStep[] }> {
      const { orm } = executor;
      const [runs, steps] = await Promise.all([
        orm
          .select()
          .from(sequenceRuns)
          .where(and(eq(sequenceRuns.workspaceId, workspaceId), eq(sequenceRuns.leadId, leadId)))
          .orderBy(desc(sequenceRuns.enteredAt), asc(sequenceRuns.sequence), desc(sequenceRuns.stay))
          .limit(limit),
        orm
          .select()
          .from(sequenceSteps)
          .where(and(eq(sequenceSteps.workspaceId, workspaceId), eq(sequenceSteps.leadId, leadId)))
          .orderBy(desc(sequenceSteps.at), desc(sequenceSteps.position))
          .limit(10 * limit),
      ]);
      return { runs, steps: steps.reverse() };
    },
  };
}

const runColumns = ({ enteredAt, purpose, version, enteredBy }: NewSequenceRun) => ({
  entered_at: iso(enteredAt),
  purpose,
  version,
  entered_by: enteredBy,
});

const stepColumns = (one: NewSequenceStep) => ({
  position: one.position,
  step: one.step,
  type: one.type,
  version: one.version,
  at: iso(one.at),
  outcome: one.outcome,
  reason: one.reason,
  channel: one.channel,
  template: one.template,
  task_id: one.taskId,
});

import type { Executor } from '../executor.js';
import type { Period } from './handoff-sla-reports.js';

/** Stays of leads in sequences by sequence, or by step. `key` of a step: `education/introduction`. */
export interface SequenceReportGroup {
  key: string;
  /** Stays that began; of a step: stays that reached it. */
  entered: number;
  /** Sends and tasks. */
  due: number;
  tasks: number;
  skipped: number;
  /** Stays that ended before all steps came; of a step: after it and before the next. */
  left: number;
  completed: number;
  /** Stays whose lead became a customer after the entry; of a step: after the step. */
  converted: number;
}

export type SequenceReportKey = 'step' | 'sequence';

/** Most groups returned: the largest ones. */
const MOST_GROUPS = 1_000;

/** Stays that began in the period, with the instant at which the lead was next won. */
const RUNS = `runs as (
  select r.lead_id, r.sequence, r.stay, r.entered_at, r.left_at, r.leave_reason, r.last_step,
         (select max(o.ended_at) from lead_outcomes o where o.workspace_id = $1 and o.lead_id = r.lead_id
             and o.category = 'customer' and o.ended_at >= r.entered_at) as won_at
    from sequence_runs r
   where r.workspace_id = $1 and r.entered_at >= coalesce($2::timestamptz, '-infinity')
     and r.entered_at < coalesce($3::timestamptz, 'infinity') and ($4::text is null or r.sequence = $4))`;

const counted = (condition: string) => `count(*) filter (where ${condition})`;
const LEFT = "left_at is not null and leave_reason <> 'completed'";

/** Each row of `stays` is a stay: of a sequence, or one that reached a step. */
const COUNTS = `count(*) as entered, coalesce(sum(due), 0) as due, coalesce(sum(tasks), 0) as tasks,
  coalesce(sum(skipped), 0) as skipped, ${counted('is_left')} as left, ${counted('is_completed')} as completed,
  ${counted('won_at >= since')} as converted`;

const STEPS = `select s.lead_id, s.sequence, s.stay, s.step, min(s.at) as since, ${counted("s.outcome = 'due'")} as due,
         ${counted("s.outcome = 'task'")} as tasks, ${counted("s.outcome = 'skipped'")} as skipped
    from sequence_steps s join runs using (lead_id, sequence, stay)
   where s.workspace_id = $1`;

const TEXTS: Record<SequenceReportKey, string> = {
  step: `with ${RUNS}, steps as (${STEPS} group by 1, 2, 3, 4),
    stays as (select sequence || '/' || step as key, due, tasks, skipped, since, won_at,
                     ${LEFT} and last_step = step as is_left,
                     leave_reason = 'completed' and last_step = step as is_completed
                from steps join runs using (lead_id, sequence, stay))
    select key, ${COUNTS} from stays group by key order by count(*) desc, key limit ${MOST_GROUPS}`,
  sequence: `with ${RUNS}, steps as (${STEPS} group by 1, 2, 3, 4),
    came as (select lead_id, sequence, stay, sum(due) as due, sum(tasks) as tasks, sum(skipped) as skipped
               from steps group by 1, 2, 3),
    stays as (select sequence as key, due, tasks, skipped, entered_at as since, won_at,
                     ${LEFT} as is_left, leave_reason = 'completed' as is_completed
                from runs left join came using (lead_id, sequence, stay))
    select key, ${COUNTS} from stays group by key order by count(*) desc, key limit ${MOST_GROUPS}`,
};

export function sequenceReports(executor: Executor, workspaceId: string) {
  return {
    async steps(
      by: SequenceReportKey,
      { from, before, sequence }: Period & { sequence?: string | undefined },
    ): Promise<SequenceReportGroup[]> {
      const rows = await executor.run<Record<keyof SequenceReportGroup, string>>(`sequence_report_${by}`, TEXTS[by], [
        workspaceId,
        from === undefined ? null : new Date(from),
        before === undefined ? null : new Date(before),
        sequence ?? null,
      ]);
      return rows.map((row) => ({
        key: row.key,
        entered: Number(row.entered),
        due: Number(row.due),
        tasks: Number(row.tasks),
        skipped: Number(row.skipped),
        left: Number(row.left),
        completed: Number(row.completed),
        converted: Number(row.converted),
      }));
    },
  };
}

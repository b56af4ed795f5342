import type { Executor } from '../executor.js';

/** A number about all workspaces. `label` distinguishes the numbers of one name. */
export interface Figure {
  name: FigureName;
  label: string;
  value: number;
}

export type FigureName = 'leads' | 'waiting' | 'jobs' | 'tasks_overdue' | 'sla_breached' | 'timers_behind';

const DAY_MS = 86_400_000;

/** Ranges of indexes, and the table of jobs, which is small. */
const READ_WORK = `select 'jobs' as name, state as label, count(*)::float8 as value from operations group by state
  union all select 'tasks_overdue', '', count(*) from tasks where status = 'open' and due_at < $1
  union all select 'sla_breached', c.clock, count(*) from workspaces w
    join sla_clocks c on c.workspace_id = w.id and c.ended_at > $2 and c.status = 'breached' group by c.clock
  union all select 'timers_behind', '', greatest(0, coalesce(extract(epoch from $1 - min(due_at)), 0)) from timers`;

/**
 * The queue is counted in its index `leads_queue`, the categories in `leads_category_score` or in the table: 2 s for 1,000,000
 * leads on two busy cores.
 */
const READ_LEADS = `select 'leads' as name, category as label, count(*)::float8 as value from leads group by category
  union all select 'waiting', '', count(*) from leads where owner_id is null and queue_reason <> 'closed'`;

/** Numbers for monitoring about work that is due, at the instant `now` in epoch milliseconds. */
export function readWorkFigures(executor: Executor, now: number): Promise<Figure[]> {
  return executor.run<Figure>('read_work_figures', READ_WORK, [new Date(now), new Date(now - DAY_MS)]);
}

/** Numbers for monitoring about leads. */
export function readLeadFigures(executor: Executor): Promise<Figure[]> {
  return executor.run<Figure>('read_lead_figures', READ_LEADS, []);
}

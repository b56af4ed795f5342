import { type SQL, sql } from 'drizzle-orm';
import type { Category } from '../../core/leads/vocabulary.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { leads } from '../schema/leads.js';
import { stageChanges } from '../schema/stage-changes.js';

/** The categories from one on, in the order of the funnel. A customer is known by its outcome, which an undo removes. */
const FUNNEL = ['lead', 'mql', 'sql', 'prospect'] as const satisfies readonly Category[];
export const STEPS = [...FUNNEL, 'customer'] as const;
export type Step = (typeof STEPS)[number];
type FunnelStep = (typeof FUNNEL)[number];

/** Where steps are read: in the columns of leads, or in the stage changes where the pass has not filled the columns yet. */
export type StepsFrom = 'columns' | 'changes';

/** The steps of each lead beside `leads`: the table, and when a lead reached a step first (null: it has not). */
export interface StepsSql {
  join: SQL;
  at: (step: Step) => SQL;
}

const COLUMNS: Readonly<Record<FunnelStep, SQL>> = {
  lead: sql`${leads.reachedLeadAt}`,
  mql: sql`${leads.reachedMqlAt}`,
  sql: sql`${leads.reachedSqlAt}`,
  prospect: sql`${leads.reachedProspectAt}`,
};

/** Whoever became a customer has made all steps. */
export function stepsSql(workspaceId: string, from: StepsFrom): StepsSql {
  const won = sql`left join (select ${leadOutcomes.leadId} as lead_id, min(${leadOutcomes.endedAt}) as at from ${leadOutcomes}
      where ${leadOutcomes.workspaceId} = ${workspaceId} and ${leadOutcomes.category} = 'customer' and ${leadOutcomes.leadId} is not null
      group by ${leadOutcomes.leadId}) as won on won.lead_id = ${leads.id}`;
  const column = (step: FunnelStep) => (from === 'columns' ? COLUMNS[step] : sql.raw(`changed.${step}_at`));
  return {
    join: from === 'columns' ? won : sql`${won} cross join lateral ${changedSql(workspaceId)} as changed`,
    at: (step) => (step === 'customer' ? sql`won.at` : sql`least(${column(step)}, won.at)`),
  };
}

const quoted = (words: readonly string[]): SQL => sql.raw(words.map((word) => `'${word}'`).join(', '));

/** The steps of the lead in `leads` by its changes, without the one to a customer. Before its first change a lead was what that change left. */
export function changedSql(workspaceId: string): SQL {
  const from = (step: FunnelStep) => quoted(FUNNEL.slice(FUNNEL.indexOf(step)));
  const changedAt = (step: FunnelStep) =>
    sql`min(${stageChanges.occurredAt}) filter (where ${stageChanges.toCategory} in (${from(step)})) as ${sql.raw(`${step}_at`)}`;
  const firstAt = (step: FunnelStep) =>
    sql`least(case when one.initial in (${from(step)}) then ${leads.createdAt} end, one.${sql.raw(`${step}_at`)}) as ${sql.raw(`${step}_at`)}`;
  return sql`(select ${sql.join(FUNNEL.map(firstAt), sql`, `)}
    from (select coalesce((array_agg(${stageChanges.fromCategory} order by ${stageChanges.id}))[1], ${leads.category}) as initial, ${sql.join(FUNNEL.map(changedAt), sql`, `)}
            from ${stageChanges} where ${stageChanges.workspaceId} = ${workspaceId} and ${stageChanges.leadId} = ${leads.id}) as one)`;
}

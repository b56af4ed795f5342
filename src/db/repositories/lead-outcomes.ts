import type { NewOutcome } from '../../core/batch/changes.js';
import type { OutcomeKey } from '../../core/batch/outcomes.js';
import type { SALES_GROUPS } from '../../core/deals/deal.js';
import { fold } from '../../core/fold.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { foldedText, foldTables, whollyFoldedText } from './folded-sql.js';
import { isOfSource, survivingSource } from './source-merges.js';

/** Instants are epoch milliseconds; inclusive below and exclusive above. */
export interface LeadOutcomesQuery {
  closedFrom: number;
  closedBefore: number;
  sourceId?: string | undefined;
  ownerId?: string | undefined;
  product?: string | undefined;
  groupBy?: (typeof SALES_GROUPS)[number] | undefined;
}

/** Outcomes of leads in a period, with or without a deal. A lead that ended several times counts each time. */
export interface LeadOutcomeCounts {
  won: number;
  lost: number;
  disqualified: number;
}

/** `group`: null where the value is not known. */
export type LeadOutcomeLine = LeadOutcomeCounts & { group: string | null };

/** Most groups returned: the largest ones. */
const MOST_LINES = 1_000;

/** `on conflict`: an undo that restores an earlier category adds its outcome again; the stored row stays, with the reason of the lead. */
const COLUMNS =
  'workspace_id, id, lead_id, category, ended_at, source_id, owner_id, products, reason, competitor, score, score_model_version, probability, prediction_model_version';

const INSERT = `insert into lead_outcomes (${COLUMNS})
  select ${COLUMNS} from json_populate_recordset(null::lead_outcomes, $1)
  on conflict (workspace_id, lead_id, ended_at, category) do update set reason = excluded.reason, competitor = excluded.competitor`;

const WITHDRAW = `delete from lead_outcomes o using unnest($2::uuid[], $3::text[], $4::timestamptz[]) as w (lead_id, category, ended_at)
   where o.workspace_id = $1 and o.lead_id = w.lead_id and o.category = w.category and o.ended_at = w.ended_at`;

export function leadOutcomesRepository(executor: Executor, workspaceId: string) {
  const valuesOf = ({ closedFrom, closedBefore, sourceId, ownerId, product }: LeadOutcomesQuery) => {
    const folded = product === undefined ? null : fold(product);
    const { from, to } = foldTables(folded === null ? [] : [folded]);
    const period = [new Date(closedFrom), new Date(closedBefore)];
    return [workspaceId, ...period, sourceId ?? null, ownerId ?? null, folded, from, to];
  };
  return {
    async insert(outcomes: readonly NewOutcome[]): Promise<void> {
      if (outcomes.length === 0) return;
      const rows = outcomes.map((outcome) => rowOf(workspaceId, outcome));
      await executor.run('insert_lead_outcomes', INSERT, [JSON.stringify(rows)]);
    },
    async withdraw(outcomes: readonly OutcomeKey[]): Promise<void> {
      if (outcomes.length === 0) return;
      await executor.run('withdraw_lead_outcomes', WITHDRAW, [
        workspaceId,
        outcomes.map(({ leadId }) => leadId),
        outcomes.map(({ category }) => category),
        outcomes.map(({ endedAt }) => iso(endedAt)),
      ]);
    },
    async total(query: LeadOutcomesQuery): Promise<LeadOutcomeCounts> {
      const [line] = await executor.run<LeadOutcomeCounts>('lead_outcomes', totalText(), valuesOf(query));
      return line ?? { won: 0, lost: 0, disqualified: 0 };
    },
    /** The same by source, rep or product, most outcomes first; none without `groupBy`. A lead with several products counts in each. */
    async lines(query: LeadOutcomesQuery): Promise<LeadOutcomeLine[]> {
      const { groupBy } = query;
      if (groupBy === undefined) return [];
      return executor.run<LeadOutcomeLine>(`lead_outcomes_by_${groupBy}`, linesText(groupBy), valuesOf(query));
    },
  };
}

function rowOf(workspaceId: string, outcome: NewOutcome): object {
  const { id, leadId, category, endedAt, sourceId, ownerId, products, reason, competitor } = outcome;
  const { score, scoreModelVersion, probability, predictionModelVersion } = outcome;
  return {
    ...{ workspace_id: workspaceId, id, lead_id: leadId, category, ended_at: iso(endedAt) },
    ...{ source_id: sourceId, owner_id: ownerId, products, reason, competitor },
    ...{ score, score_model_version: scoreModelVersion },
    ...{ probability, prediction_model_version: predictionModelVersion },
  };
}

const COUNTS = `(count(*) filter (where category = 'customer'))::int as won,
         (count(*) filter (where category = 'lost'))::int as lost,
         (count(*) filter (where category = 'disqualified'))::int as disqualified`;

const CONDITIONS = `workspace_id = $1 and ended_at >= $2 and ended_at < $3
     and ($4::uuid is null or ${isOfSource('source_id', '$4')}) and ($5::uuid is null or owner_id = $5)
     and ($6::text is null or exists (select from unnest(products) p where ${foldedText('p', '$7', '$8')} = $6))`;

const totalText = (): string => `select ${COUNTS} from lead_outcomes where ${CONDITIONS}`;

const KEYS = { source: survivingSource('source_id'), rep: 'owner_id::text' } as const;

function linesText(groupBy: NonNullable<LeadOutcomesQuery['groupBy']>): string {
  if (groupBy === 'product') return productsText();
  return `select ${KEYS[groupBy]} as "group", ${COUNTS} from lead_outcomes where ${CONDITIONS}
   group by 1 order by count(*) desc, 1 limit ${MOST_LINES}`;
}

/** Spellings of a product that differ in case or form only are one product. */
const productsText = (): string => `
  with ended as materialized (select category, products from lead_outcomes where ${CONDITIONS}),
  names as materialized (
    select name, min(name collate "C") over (partition by ${whollyFoldedText('name')}) as shown
      from (select distinct p as name from ended, unnest(products) p) as named)
  select line.shown as "group", ${COUNTS}
    from ended left join lateral (select distinct n.shown from unnest(products) p join names n on n.name = p) line on true
   group by 1 order by count(*) desc, 1 limit ${MOST_LINES}`;

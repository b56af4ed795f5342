import type { Lead } from '../../core/leads/lead.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { changedSince, LEAD_COLUMNS, leadOfFields } from './lead-rows.js';
import { COMPARED } from './workspaces.js';

/** The parts of a lead that differ after any change of it. */
export interface LeadStamp {
  id: string;
  version: number;
  reviewAt: number | undefined;
  /** As `COMPARED` has it. */
  compared: string;
}

/**
 * Ranges of ids instead of lists: adjacent rows lie side by side in index and table, so one index scan serves hundreds, and no
 * plan can choose to scan the table.
 */
const SAVE = `update leads l
    set version = n.version, category = n.category, temperature = n.temperature, grade = n.grade, fit_score = n.fit,
        engagement_score = n.engagement, total_score = n.total, score_model_version = n.model,
        classification_policy_version = n.policy, prediction_model_version = n.prediction,
        conversion_probability = n.probability, scored_at = n.scored_at, temperature_since = n.temperature_since,
        category_since = n.category_since, review_at = n.review_at, updated_at = n.updated_at,
        reached_lead_at = n.lead_at, reached_mql_at = n.mql_at, reached_sql_at = n.sql_at, reached_prospect_at = n.prospect_at
   from unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::float8[], $10::float8[], $11::float8[],
               $12::int[], $13::int[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[],
               $18::timestamptz[], $19::int[], $20::float8[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[],
               $24::timestamptz[])
     as n(id, version, category, temperature, grade, fit, engagement, total, model, policy, scored_at, temperature_since,
          category_since, review_at, updated_at, prediction, probability, lead_at, mql_at, sql_at, prospect_at)
  where l.workspace_id = $1 and l.id >= $2::uuid and l.id <= $3::uuid and l.id = n.id`;

/** Reads and writes of a rescore, slice by slice in the order of ids. */
export function rescoredLeads(executor: Executor, workspaceId: string) {
  return {
    /** The next leads in the order of ids. */
    findNext: (afterId: string, limit: number): Promise<Lead[]> =>
      executor.read(
        'next_leads',
        `select ${LEAD_COLUMNS} from leads l where workspace_id = $1 and id > $2::uuid order by id limit $3`,
        [workspaceId, afterId, limit],
        leadOfFields,
      ),
    async count(): Promise<number> {
      const [row] = await executor.run<{ count: string }>(
        'count_leads',
        'select count(*) from leads where workspace_id = $1',
        [workspaceId],
      );
      return Number(row?.count ?? 0);
    },
    /** `ids` are sorted and adjacent. The result also has the leads between them. */
    async stamps(ids: readonly string[]): Promise<LeadStamp[]> {
      if (ids.length === 0) return [];
      const rows = await executor.run<{ id: string; version: number; review_at: Date | null; compared: string }>(
        'lead_stamps',
        `select id, version, review_at, ${COMPARED} as compared from leads
          where workspace_id = $1 and id >= $2::uuid and id <= $3::uuid`,
        [workspaceId, ids[0], ids.at(-1)],
      );
      return rows.map(({ id, version, review_at, compared }) => ({
        ...{ id, version, reviewAt: review_at?.getTime(), compared },
      }));
    },
    /** Saves score, class, versions and review of adjacent leads, for a third of the cost of whole rows. */
    async saveDecisions(leads: readonly Lead[]): Promise<unknown> {
      if (leads.length === 0) return;
      const ids = leads.map(({ id }) => id);
      const [first, last] = [ids.reduce((a, b) => (a < b ? a : b)), ids.reduce((a, b) => (a > b ? a : b))];
      return executor.run('save_decisions', SAVE, [workspaceId, first, last, list(ids), ...columnsOf(leads)]);
    },
  };
}

/** An array literal of values that need no quotes; the driver's own function examines each character. */
const list = (values: readonly (string | number)[]) => `{${values.join(',')}}`;
const instants = (values: readonly (number | undefined)[]) =>
  list(values.map((ms) => (ms === undefined ? 'null' : iso(ms))));

function columnsOf(leads: readonly Lead[]): string[] {
  return [
    list(leads.map((lead) => lead.version)),
    list(leads.map((lead) => lead.category)),
    list(leads.map((lead) => lead.temperature)),
    list(leads.map((lead) => lead.grade)),
    list(leads.map((lead) => lead.score.fit)),
    list(leads.map((lead) => lead.score.engagement)),
    list(leads.map((lead) => lead.score.total)),
    list(leads.map((lead) => lead.scoreModelVersion)),
    list(leads.map((lead) => lead.classificationPolicyVersion)),
    instants(leads.map((lead) => lead.scoredAt)),
    instants(leads.map((lead) => changedSince(lead, lead.temperatureSince))),
    instants(leads.map((lead) => changedSince(lead, lead.categorySince))),
    instants(leads.map((lead) => lead.reviewAt)),
    instants(leads.map((lead) => lead.updatedAt)),
    list(leads.map((lead) => lead.predictionModelVersion ?? 'null')),
    list(leads.map((lead) => lead.conversionProbability ?? 'null')),
    instants(leads.map((lead) => lead.reachedLeadAt)),
    instants(leads.map((lead) => lead.reachedMqlAt)),
    instants(leads.map((lead) => lead.reachedSqlAt)),
    instants(leads.map((lead) => lead.reachedProspectAt)),
  ];
}

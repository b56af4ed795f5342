import { eq, gte, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { leads } from '../schema/leads.js';
import { type StageFilter, stageSql } from './lead-stages.js';

/** All parts must hold. Instants are epoch milliseconds; bounds are inclusive below and exclusive above. */
export interface LeadFilter extends StageFilter {
  category?: string | undefined;
  temperature?: string | undefined;
  grade?: string | undefined;
  kind?: string | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  assigned?: boolean | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  country?: string | undefined;
  domain?: string | undefined;
  minimumScore?: number | undefined;
  createdFrom?: number | undefined;
  createdBefore?: number | undefined;
  /** Whether a submission proposes a value that is still undecided. */
  hasProposal?: boolean | undefined;
  /** Exact match keys, already normalised; the lead has all of them. */
  keys?: readonly { kind: string; value: string }[] | undefined;
}

export function filterSql(workspaceId: string, filter: LeadFilter): (SQL | undefined)[] {
  const equal = [
    [leads.category, filter.category],
    [leads.temperature, filter.temperature],
    [leads.grade, filter.grade],
    [leads.kind, filter.kind],
    [leads.ownerId, filter.ownerId],
    [leads.teamId, filter.teamId],
    [leads.sourceId, filter.sourceId],
    [leads.campaignId, filter.campaignId],
    [leads.country, filter.country],
    [leads.domain, filter.domain],
  ] as const;
  const conditions: (SQL | undefined)[] = equal.map(([column, value]) =>
    value === undefined ? undefined : eq(column, value),
  );
  conditions.push(...stageSql(filter));
  if (filter.assigned !== undefined) {
    conditions.push(filter.assigned ? isNotNull(leads.ownerId) : isNull(leads.ownerId));
  }
  if (filter.minimumScore !== undefined) conditions.push(gte(leads.totalScore, filter.minimumScore));
  if (filter.createdFrom !== undefined) conditions.push(gte(leads.createdAt, new Date(filter.createdFrom)));
  if (filter.createdBefore !== undefined) conditions.push(lt(leads.createdAt, new Date(filter.createdBefore)));
  if (filter.hasProposal !== undefined) {
    // The partial index `touches_kept` has these touches, and no others.
    const kept = sql`exists (select 1 from touches k where k.workspace_id = ${workspaceId} and k.lead_id = ${leads.id} and k.kept is not null)`;
    conditions.push(filter.hasProposal ? kept : sql`not ${kept}`);
  }
  for (const { kind, value } of filter.keys ?? []) {
    conditions.push(
      kind === 'phone'
        ? hasPhone(workspaceId, value)
        : sql`${leads.id} = (select k.lead_id from lead_keys k where k.workspace_id = ${workspaceId} and k.kind = ${kind} and k.value = ${value})`,
    );
  }
  return conditions;
}

/** As its own key, or as a number that it shares with the lead which has the key. The index `lead_keys_shared_phones` has the latter. */
const hasPhone = (workspaceId: string, phone: string): SQL => sql`${leads.id} in (
  select k.lead_id from lead_keys k where k.workspace_id = ${workspaceId} and k.kind = 'phone' and k.value = ${phone}
  union all
  select k.lead_id from lead_keys k
   where k.workspace_id = ${workspaceId} and k.kind = 'shared_phone' and split_part(k.value, chr(31), 1) = ${phone})`;

import { type SQL, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import { LEAD_BUYER, LEAD_CONTACT, LEAD_CUSTOMER, LEAD_ORGANIZATION, leads } from '../schema/leads.js';
import { hasKey, type KeyLookup } from './key-lookups.js';
import { conditionSql } from './lead-conditions.js';
import { type StageFilter, stageSql } from './lead-stages.js';
import { type TextFilter, textSql } from './lead-text.js';

/** All parts must hold. */
export interface LeadFilter extends StageFilter {
  /** `now`: the instant at which the condition is evaluated, epoch milliseconds. */
  selection?: { where: Condition; now: number } | undefined;
  /** The lead is this customer, or the person of this organization who bought. */
  customerId?: string | undefined;
  /** The lead is another person of this customer organization. */
  customerOrganizationId?: string | undefined;
  /** Whether a submission proposes a value that is still undecided. */
  hasProposal?: boolean | undefined;
  /** Exact match keys except phones, already normalised; the lead has all of them. */
  keys?: readonly KeyLookup[] | undefined;
  /** The lead has one of these numbers: the readings of one filter. */
  phones?: readonly string[] | undefined;
  text?: TextFilter | undefined;
}

export function filterSql(workspaceId: string, filter: LeadFilter): (SQL | undefined)[] {
  const { selection } = filter;
  const conditions: (SQL | undefined)[] = [...stageSql(filter), ...customerSql(workspaceId, filter)];
  if (selection !== undefined) conditions.push(conditionSql(selection.where, { workspaceId, now: selection.now }));
  if (filter.hasProposal !== undefined) {
    // The partial index `touches_kept` has these touches, and no others.
    const kept = sql`exists (select 1 from touches k where k.workspace_id = ${workspaceId} and k.lead_id = ${leads.id} and k.kept is not null)`;
    conditions.push(filter.hasProposal ? kept : sql`not ${kept}`);
  }
  if (filter.phones !== undefined) conditions.push(hasPhone(workspaceId, filter.phones));
  if (filter.text !== undefined) conditions.push(textSql(workspaceId, filter.text));
  for (const key of filter.keys ?? []) {
    conditions.push(
      idsOf(sql`select k.lead_id from lead_keys k where k.workspace_id = ${workspaceId} and ${hasKey(key)}`),
    );
  }
  return conditions;
}

/**
 * The leads of a query. As an array it is always executed first; as a semi-join the planner may walk all leads in their order to
 * find the one: 3 s at 1,000,000 leads instead of 1 ms.
 */
const idsOf = (query: SQL): SQL => sql`${leads.id} = any(array(${query}))`;

/** As answers show `customerId` and `customerOrganizationId`. Indexes: `leads_customer`, `leads_buyer`, `leads_organization`. */
function customerSql(workspaceId: string, { customerId, customerOrganizationId }: LeadFilter): SQL[] {
  const [customer, buyer, contact, organization] = [LEAD_CUSTOMER, LEAD_BUYER, LEAD_CONTACT, LEAD_ORGANIZATION].map(
    (expression) => sql.raw(expression),
  );
  const ours = sql`select id from leads where workspace_id = ${workspaceId}`;
  const conditions: SQL[] = [];
  if (customerId !== undefined) {
    conditions.push(
      idsOf(sql`${ours} and ${customer} = ${customerId}
        union all ${ours} and ${contact} is not null and ${buyer} = ${customerId}`),
    );
  }
  if (customerOrganizationId !== undefined) {
    conditions.push(idsOf(sql`${ours} and ${organization} = ${customerOrganizationId} and ${customer} is null`));
  }
  return conditions;
}

/** As its own key, or as a number that it shares with the lead which has the key. The index `lead_keys_shared_phones` has the latter. */
const hasPhone = (workspaceId: string, phones: readonly string[]): SQL =>
  idsOf(sql`
  select k.lead_id from lead_keys k where k.workspace_id = ${workspaceId} and k.kind = 'phone' and k.value = any(${sql.param(phones)}::text[])
  union all
  select k.lead_id from lead_keys k
   where k.workspace_id = ${workspaceId} and k.kind = 'shared_phone' and split_part(k.value, chr(31), 1) = any(${sql.param(phones)}::text[])`);

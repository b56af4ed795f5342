import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { EngagementFact } from '../../core/engagement.js';
import type { LeadKey as MatchedKey } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import type { Category } from '../../core/leads/vocabulary.js';
import { unseen } from '../arrays.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { leadKeys, leads } from '../schema/leads.js';
import type { Fields } from '../statement.js';
import { attributeNames } from './attribute-names.js';
import { customerLeads } from './customer-leads.js';
import { HISTORY_OF, historyOf } from './engagement.js';
import { jobLeads } from './job-leads.js';
import { leadAggregates } from './lead-aggregates.js';
import { filterSql, type LeadFilter } from './lead-filters.js';
import { LEAD_COLUMNS, leadOfFields, namedRowOfLead } from './lead-rows.js';
import { type LeadSearch, searchLeads } from './lead-search.js';
import { leadState } from './lead-state.js';
import { bindingOf, type ListRequest, type Page, pageOf } from './lists.js';
import { movableLeads } from './movable-leads.js';
import { type Removal, removeLeads } from './removed-leads.js';
import { rescoredLeads } from './rescored-leads.js';
import { waitingLeads } from './waiting-leads.js';

/** Sort orders beside the time of arrival: the column, and a lead's sort value. */
const SORTS = {
  score: { column: leads.totalScore, sortValueOf: (lead: Lead) => lead.score.total },
  conversionProbability: {
    column: leads.conversionProbability,
    sortValueOf: (lead: Lead) => lead.conversionProbability ?? 0,
  },
} as const;

export interface LeadKey {
  kind: string;
  value: string;
}

export interface FoundLead {
  key: LeadKey;
  lead: Lead;
  /** The events that decisions count, oldest first. */
  engagement: readonly EngagementFact[];
}

/** `history` is present for one key of each lead, and null for its other keys. */
const leadOfKey = (fields: Fields) => {
  const [kind, value, history = null] = fields.slice(-3);
  const key: LeadKey = { kind: kind as string, value: value as string };
  return { key, lead: leadOfFields(fields), history };
};

const leadWriter = rowWriter(leads, ['workspace_id', 'id']);
const keyWriter = rowWriter(leadKeys, ['workspace_id', 'kind', 'value']);

export function leadsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    ...rescoredLeads(executor, workspaceId),
    ...leadState(executor, workspaceId),
    find: async (id: string): Promise<Lead | undefined> => (await findLeads(executor, workspaceId, [id]))[0],
    findMany: (ids: readonly string[]): Promise<Lead[]> => findLeads(executor, workspaceId, ids),
    /** Ids of leads in the categories, newest first; the index of categories holds them. */
    async idsInCategories(categories: readonly Category[], limit: number): Promise<string[]> {
      const rows = await executor.run<{ id: string }>(
        'ids_in_categories',
        'select id from leads where workspace_id = $1 and category = any($2::text[]) order by id desc limit $3',
        [workspaceId, categories, limit],
      );
      return rows.map(({ id }) => id);
    },
    findByKeys: (keys: readonly LeadKey[]) => findByKeys(executor, workspaceId, keys),
    /** Leads of the queue, in its order, without those of the given ids. */
    ...waitingLeads(executor, workspaceId),
    ...movableLeads(executor, workspaceId),
    ...customerLeads(executor, workspaceId),
    ...leadAggregates(executor, workspaceId),
    ...jobLeads(executor, workspaceId),
    ...attributeNames(executor, workspaceId, 'leads'),
    insert: (added: readonly Lead[]) =>
      leadWriter.insertNamed(
        executor,
        added.map((lead) => namedRowOfLead(workspaceId, lead)),
      ),
    replace: (changed: readonly Lead[]) =>
      leadWriter.replaceNamed(
        executor,
        changed.map((lead) => namedRowOfLead(workspaceId, lead)),
      ),
    remove: (ids: readonly string[], of: Removal) => removeLeads(executor, workspaceId, ids, of),
    list: (filter: LeadFilter, order: LeadOrder, request: ListRequest) =>
      listLeads(executor, workspaceId, cursors, filter, order, request),
    search: (search: LeadSearch, request: ListRequest) => searchLeads(executor, workspaceId, cursors, search, request),
  };
}

/** The leads that own any of the keys, with their engagement, one entry for each key found. The events of each lead are read once. */
async function findByKeys(executor: Executor, workspaceId: string, keys: readonly LeadKey[]): Promise<FoundLead[]> {
  if (keys.length === 0) return [];
  const rows = await executor.read(
    'find_leads_by_keys',
    // Lateral with limits: one index probe per key whatever the statistics say; a join may scan the whole table.
    `select ${LEAD_COLUMNS}, l.key_kind, l.key_value, case when l.place = 1 then ${HISTORY_OF('l.id')} end
       from (select found.*, wanted.kind as key_kind, wanted.value as key_value,
                    row_number() over (partition by k.lead_id) as place
               from unnest(${unseen('$2', 'text')}, ${unseen('$3', 'text')}) as wanted(kind, value)
              cross join lateral (select lead_id from lead_keys
                                   where workspace_id = $1 and kind = wanted.kind and value = wanted.value limit 1) k
              cross join lateral (select * from leads where workspace_id = $1 and id = k.lead_id limit 1) found) l`,
    [workspaceId, keys.map((k) => k.kind), keys.map((k) => k.value)],
    leadOfKey,
  );
  const histories = new Map(
    rows.flatMap(({ lead, history }) => (history === null ? [] : [[lead.id, historyOf(history)] as const])),
  );
  return rows.map(({ key, lead }) => {
    const { engagement = [], touches } = histories.get(lead.id) ?? {};
    return { key, lead: withTouches(lead, touches), engagement };
  });
}

async function findLeads(executor: Executor, workspaceId: string, ids: readonly string[]): Promise<Lead[]> {
  if (ids.length === 0) return [];
  return executor.read(
    'find_leads',
    `select ${LEAD_COLUMNS} from unnest(${unseen('$2', 'uuid')}) as wanted(id)
      cross join lateral (select * from leads where workspace_id = $1 and id = wanted.id limit 1) l`,
    [workspaceId, ids],
    leadOfFields,
  );
}

export function leadKeysRepository(executor: Executor, workspaceId: string) {
  return {
    /** The leads that have any of the keys and an owner. */
    async ownersOf(keys: readonly MatchedKey[]): Promise<{ key: MatchedKey; leadId: string; ownerId: string }[]> {
      if (keys.length === 0) return [];
      const rows = await executor.run<MatchedKey & { leadId: string; ownerId: string }>(
        'owners_of_keys',
        `select wanted.kind, wanted.value, l.id as "leadId", l.owner_id as "ownerId"
           from unnest(${unseen('$2', 'text')}, ${unseen('$3', 'text')}) as wanted(kind, value)
          cross join lateral (select lead_id from lead_keys
                               where workspace_id = $1 and kind = wanted.kind and value = wanted.value limit 1) k
          cross join lateral (select id, owner_id from leads where workspace_id = $1 and id = k.lead_id limit 1) l
          where l.owner_id is not null`,
        [workspaceId, keys.map((k) => k.kind), keys.map((k) => k.value)],
      );
      return rows.map(({ kind, value, ...owner }) => ({ key: { kind, value }, ...owner }));
    },
    insert: (keys: readonly (LeadKey & { leadId: string })[]) =>
      keyWriter.insert(
        executor,
        keys.map((key) => ({ workspaceId, ...key })),
      ),
    remove(keys: readonly LeadKey[]): Promise<unknown> {
      if (keys.length === 0) return Promise.resolve();
      return executor.run(
        'remove_lead_keys',
        `delete from lead_keys k using unnest($2::text[], $3::text[]) as gone(kind, value)
          where k.workspace_id = $1 and k.kind = gone.kind and k.value = gone.value`,
        [workspaceId, keys.map((k) => k.kind), keys.map((k) => k.value)],
      );
    },
  };
}

export interface LeadOrder {
  by: keyof typeof SORTS | 'created';
  direction: 'asc' | 'desc';
}

/**
 * Keyset by (column, id) or by id alone (ids grow with time). Indexes: leads_category_score, leads_score, the key, and
 * leads_probability, which holds only leads with a probability: so does the list.
 */
async function listLeads(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  filter: LeadFilter,
  order: LeadOrder,
  request: ListRequest,
): Promise<Page<Lead>> {
  const bound = { ...filter, selection: filter.selection?.where };
  const binding = `${workspaceId}|${bindingOf('leads', bound)}|${order.by}|${order.direction}`;
  const known = order.by === 'conversionProbability' ? isNotNull(leads.conversionProbability) : undefined;
  const direct = order.direction === 'asc' ? asc : desc;
  const sort = order.by === 'created' ? undefined : SORTS[order.by];
  const column = sort?.column;
  const beyond = order.direction === 'asc' ? sql`>` : sql`<`;
  const past = (after: (string | number)[] | undefined): SQL | undefined => {
    if (!after) return undefined;
    return column
      ? sql`(${column}, ${leads.id}) ${beyond} (${Number(after[0])}::float8, ${String(after[1])}::uuid)`
      : sql`${leads.id} ${beyond} ${String(after[0])}::uuid`;
  };
  return pageOf<Lead>(
    cursors,
    binding,
    request,
    (lead) => (sort ? [sort.sortValueOf(lead), lead.id] : [lead.id]),
    (after, take) => {
      const conditions = [eq(leads.workspaceId, workspaceId), ...filterSql(workspaceId, filter), known, past(after)];
      const ordered = column ? [direct(column), direct(leads.id)] : [direct(leads.id)];
      const query = executor.orm
        .select()
        .from(leads)
        .where(and(...conditions))
        .orderBy(...ordered)
        .limit(take)
        .toSQL();
      return executor.read(undefined, query.sql, query.params, leadOfFields);
    },
  );
}

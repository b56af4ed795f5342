import { MOST_PERSONAL_ROWS, type PersonalRecord } from '../../core/erasure/personal-record.js';
import { wordsOf } from '../../core/words.js';
import type { Executor } from '../executor.js';
import { LEAD_WORDS } from '../schema/lead-words.js';
import { wordsQuery } from './lead-text.js';

/** The leads and the people among customers that have an address. */
export interface FoundPeople {
  leads: { id: string; name: string | null }[];
  customers: { id: string; name: string | null }[];
}

/** Main e-mails by the index of words, the other addresses by indexes of their own. */
const FIND = `with found as (
    select id from leads where workspace_id = $1 and ${LEAD_WORDS} @@ $4::tsquery and email_normalized = any($2::text[])
    union select id from leads where workspace_id = $1 and phone_normalized = any($3::text[])
    union select id from leads where workspace_id = $1 and (other_emails is not null or other_phones is not null)
                                 and (other_emails || other_phones) && ($2::text[] || $3::text[])
                                 and (other_emails && $2::text[] or other_phones && $3::text[])),
  known as (
    select id from customers where workspace_id = $1 and facts ->> 'emailNormalized' = any($2::text[])
    union select id from customers where workspace_id = $1 and facts ->> 'phoneNormalized' = any($3::text[])
    union select customer_id from customer_keys where workspace_id = $1 and kind = 'email' and value = any($2::text[])
    union select customer_id from customer_keys where workspace_id = $1 and kind = 'phone' and value = any($3::text[]))
  select id, name, 'leads' as of from leads where workspace_id = $1 and id in (select id from found)
  union all
  select id, facts ->> 'name', 'customers' from customers
   where workspace_id = $1 and id in (select id from known) and erased_at is null and facts ->> 'kind' = 'person'`;

/** Tables with a column `lead_id`. The rows of others are found by the ids of these. */
export const TABLES_OF_LEADS = [
  ...[
    'touches',
    'engagement_events',
    'activities',
    'tasks',
    'handoffs',
    'sla_clocks',
    'first_contacts',
    'later_contacts',
  ],
  ...['stage_changes', 'import_rows', 'operation_leads', 'sequence_runs', 'sequence_steps', 'segment_members'],
  ...['lead_keys', 'lead_outcomes', 'connector_payloads', 'conversions', 'deals', 'consents', 'costs'],
  ...['match_leads', 'duplicate_pairs'],
];

const limited = (text: string) => `(${text} limit ${MOST_PERSONAL_ROWS})`;

const ROWS = [
  `select 'leads' as kind, to_jsonb(t) as data from leads t where workspace_id = $1 and id = any($2::uuid[])`,
  `select 'customers', to_jsonb(t) from customers t where workspace_id = $1 and id = any($3::uuid[])`,
  ...TABLES_OF_LEADS.map(
    (name) => `select '${name}', to_jsonb(t) from ${name} t where workspace_id = $1 and lead_id = any($2::uuid[])`,
  ),
  `select 'referrals', to_jsonb(t) from referrals t
    where workspace_id = $1 and (referred_lead_id = any($2::uuid[]) or referrer_lead_id = any($2::uuid[]))`,
  `select 'duplicate_pairs', to_jsonb(t) from duplicate_pairs t where workspace_id = $1 and other_id = any($2::uuid[])`,
  `select 'deals', to_jsonb(t) from deals t
    where workspace_id = $1 and customer_id = any($3::uuid[]) and (lead_id is null or not lead_id = any($2::uuid[]))`,
  `select 'visitor_events', to_jsonb(v) from visitor_events v join lead_keys k on k.workspace_id = $1 and k.kind = 'visitor' and k.value = v.visitor_id
    where v.workspace_id = $1 and k.lead_id = any($2::uuid[])`,
]
  .map(limited)
  .join(' union all ');

const ANSWERS = `select 'idempotency_keys' as kind, jsonb_build_object('key', key, 'status', status, 'createdAt', created_at, 'body', body) as data
  from idempotency_keys where workspace_id = $1 and erased_at is null
   and subject_ids && ($2::uuid[] || array(select (data -> 'after' ->> 'eventId')::uuid from events
     where workspace_id = $1 and subject_kind = 'visitor' and subject_id = any($3::text[])))
 limit ${MOST_PERSONAL_ROWS}`;

/** What the log and webhooks have of subjects. The subject of the event of a visitor is a hash in the tables of webhooks. */
const LOGGED = [
  `select 'webhook_deliveries' as kind, jsonb_build_object('endpointId', endpoint_id, 'url', (select url from webhook_endpoints w
      where w.workspace_id = $1 and w.id = d.endpoint_id), 'events', count(*), 'lastAt', max(coalesce(ended_at, created_at))) as data
     from webhook_deliveries d where workspace_id = $1 and subject_key = any($3::text[]) group by endpoint_id`,
  `select 'webhook_attempts', to_jsonb(t) from webhook_attempts t
    where workspace_id = $1 and subject_key = any($3::text[]) and answer is not null`,
  `select 'events', to_jsonb(t) from events t where workspace_id = $1 and subject_id = any($2::text[])`,
]
  .map(limited)
  .join(' union all ');

/** All that is stored about a person, for access requests, and who has an address. Several tables are read without an index: for rare requests. */
export function personalDataRepository(executor: Executor, workspaceId: string) {
  return {
    async find(emails: readonly string[], phones: readonly string[]): Promise<FoundPeople> {
      type Row = { id: string; name: string | null; of: keyof FoundPeople };
      const lists = emails.map(wordsOf).filter((words) => words.length > 0);
      const words = lists.length === 0 ? null : wordsQuery(workspaceId, { lists, isBeginning: false });
      const rows = await executor.run<Row>('find_people', FIND, [workspaceId, emails, phones, words]);
      const of = (what: keyof FoundPeople) =>
        rows.filter((row) => row.of === what).map(({ id, name }) => ({ id, name }));
      return { leads: of('leads'), customers: of('customers') };
    },
    rows: (leadIds: readonly string[], customerIds: readonly string[]): Promise<PersonalRecord[]> =>
      executor.run<PersonalRecord>('personal_rows', ROWS, [workspaceId, leadIds, customerIds]),
    /** The events about these subjects, and what webhooks have of them: there the subject of an event has a key. */
    logged: (subjectIds: readonly string[], subjectKeys: readonly string[]): Promise<PersonalRecord[]> =>
      executor.run<PersonalRecord>('personal_log', LOGGED, [workspaceId, subjectIds, subjectKeys]),
    /** Stored answers that name one of the ids, or an event of one of the visitors from before their lead was known. */
    answers: (ids: readonly string[], visitorIds: readonly string[]): Promise<PersonalRecord[]> =>
      executor.run<PersonalRecord>('personal_answers', ANSWERS, [workspaceId, ids, visitorIds]),
  };
}

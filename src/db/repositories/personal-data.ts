import type { PersonalRecord } from '../../core/erasure/personal-record.js';
import type { Executor } from '../executor.js';

/** The leads and the people among customers that have an address. */
export interface FoundPeople {
  leads: { id: string; name: string | null }[];
  customers: { id: string; name: string | null }[];
}

/** Most rows of one kind in an answer. */
export const MOST_PERSONAL_ROWS = 10_000;

const FIND = `select id, name, 'leads' as of from leads
   where workspace_id = $1 and (email_normalized = any($2::text[]) or other_emails && $2::text[]
         or phone_normalized = any($3::text[]) or other_phones && $3::text[])
  union all
  select id, facts ->> 'name', 'customers' from customers
   where workspace_id = $1 and erased_at is null and facts ->> 'kind' = 'person'
     and (facts ->> 'emailNormalized' = any($2::text[]) or facts ->> 'phoneNormalized' = any($3::text[]))`;

const FORGET_REJECTED = `update import_rows set cells = null
  where workspace_id = $1 and outcome = 'rejected' and cells is not null
    and exists (select from jsonb_array_elements_text(cells) cell where lower(btrim(cell)) = any($2::text[]))`;

/** Tables with a column `lead_id`. The rows of others are found by the ids of these. */
const OF_LEADS = [
  ...[
    'touches',
    'engagement_events',
    'activities',
    'tasks',
    'handoffs',
    'sla_clocks',
    'first_contacts',
    'stage_changes',
  ],
  ...[
    'import_rows',
    'sequence_runs',
    'sequence_steps',
    'segment_members',
    'lead_outcomes',
    'conversions',
    'deals',
    'consents',
  ],
];

const limited = (text: string) => `(${text} limit ${MOST_PERSONAL_ROWS})`;

const ROWS = [
  `select 'leads' as kind, to_jsonb(t) as data from leads t where workspace_id = $1 and id = any($2::uuid[])`,
  `select 'customers', to_jsonb(t) from customers t where workspace_id = $1 and id = any($3::uuid[])`,
  ...OF_LEADS.map(
    (name) => `select '${name}', to_jsonb(t) from ${name} t where workspace_id = $1 and lead_id = any($2::uuid[])`,
  ),
  `select 'referrals', to_jsonb(t) from referrals t
    where workspace_id = $1 and (referred_lead_id = any($2::uuid[]) or referrer_lead_id = any($2::uuid[]))`,
  `select 'deals', to_jsonb(t) from deals t
    where workspace_id = $1 and customer_id = any($3::uuid[]) and (lead_id is null or not lead_id = any($2::uuid[]))`,
  `select 'visitor_events', to_jsonb(v) from visitor_events v join lead_keys k on k.workspace_id = $1 and k.kind = 'visitor' and k.value = v.visitor_id
    where v.workspace_id = $1 and k.lead_id = any($2::uuid[])`,
  `select 'events', to_jsonb(t) from events t where workspace_id = $1 and subject_id = any($4::text[])`,
]
  .map(limited)
  .join(' union all ');

/** All that is stored about a person, for access requests, and who has an address. Reads without an index: for rare requests. */
export function personalDataRepository(executor: Executor, workspaceId: string) {
  return {
    async find(emails: readonly string[], phones: readonly string[]): Promise<FoundPeople> {
      type Row = { id: string; name: string | null; of: keyof FoundPeople };
      const rows = await executor.run<Row>('find_people', FIND, [workspaceId, emails, phones]);
      const of = (what: keyof FoundPeople) =>
        rows.filter((row) => row.of === what).map(({ id, name }) => ({ id, name }));
      return { leads: of('leads'), customers: of('customers') };
    },
    /** Removes the cells of rejected rows of imports that have one of these e-mails. */
    forgetRejected: (emails: readonly string[]): Promise<unknown> =>
      executor.run('forget_rejected_rows', FORGET_REJECTED, [workspaceId, emails]),
    rows: (leadIds: readonly string[], customerIds: readonly string[]): Promise<PersonalRecord[]> =>
      executor.run<PersonalRecord>('personal_rows', ROWS, [
        workspaceId,
        leadIds,
        customerIds,
        [...leadIds, ...customerIds],
      ]),
  };
}

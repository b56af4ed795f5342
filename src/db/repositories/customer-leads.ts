import { type KeyValue, MOST_SHARING } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import { unseen } from '../arrays.js';
import type { Executor } from '../executor.js';
import { LEAD_BUYER, LEAD_CONTACT, LEAD_CUSTOMER, LEAD_ORGANIZATION } from '../schema/leads.js';
import { LEAD_COLUMNS, leadOfFields } from './lead-rows.js';

/**
 * The ids of the leads for which `expression` is one of the ids of a parameter. The condition names the partial index; the offset keeps the
 * planner from joining the whole table.
 */
const LEADS_OF = (expression: string, known: string, parameter: string) =>
  `select found.id from unnest(${unseen(parameter, 'text')}) as wanted(id)
    cross join lateral (select id from leads
                         where workspace_id = $1 and ${expression} = wanted.id and ${known} is not null
                         offset 0) found`;

export function customerLeads(executor: Executor, workspaceId: string) {
  return {
    /** Leads that are these customers (`ids`), and leads of people of these organizations (`buyers`). */
    async ofCustomers(ids: readonly string[], buyers: readonly string[]): Promise<Lead[]> {
      if (ids.length === 0 && buyers.length === 0) return [];
      return executor.read(
        'leads_of_customers',
        `select ${LEAD_COLUMNS}
           from (${LEADS_OF(LEAD_CUSTOMER, LEAD_CUSTOMER, '$2')}
                 union
                 ${LEADS_OF(LEAD_BUYER, LEAD_CONTACT, '$3')}
                 union
                 ${LEADS_OF(LEAD_ORGANIZATION, LEAD_ORGANIZATION, '$3')}) as wanted(id)
          cross join lateral (select * from leads where workspace_id = $1 and id = wanted.id limit 1) l`,
        [workspaceId, ids, buyers],
        leadOfFields,
      );
    },
    /**
     * Leads with these keys, each with its key. Of those that have the same number and name, and another e-mail, the latest
     * `MOST_SHARING`.
     */
    async ofPeople(keys: readonly KeyValue[]): Promise<{ key: { kind: string; value: string }; lead: Lead }[]> {
      if (keys.length === 0) return [];
      return executor.read(
        'leads_of_people',
        `select ${LEAD_COLUMNS}, l.key_kind, l.key_value
           from (select found.*, k.kind as key_kind, k.value as key_value
                   from unnest(${unseen('$2', 'text')}, ${unseen('$3', 'text')}) as wanted(kind, value)
                  cross join lateral (
                    (select kind, value, lead_id from lead_keys
                      where workspace_id = $1 and kind = wanted.kind and value = wanted.value limit 1)
                    union all
                    (select kind, value, lead_id from lead_keys
                      where workspace_id = $1 and kind = 'shared_phone' and wanted.kind = 'shared_phone'
                        and split_part(value, chr(31), 1) = split_part(wanted.value, chr(31), 1)
                        and starts_with(value, wanted.value || chr(31))
                      order by lead_id desc limit ${MOST_SHARING})) k
                  cross join lateral (select * from leads where workspace_id = $1 and id = k.lead_id limit 1) found) l`,
        [workspaceId, keys.map(({ kind }) => kind), keys.map(({ value }) => value)],
        (fields) => {
          const [kind, value] = fields.slice(-2);
          return { key: { kind: kind as string, value: value as string }, lead: leadOfFields(fields) };
        },
      );
    },
  };
}

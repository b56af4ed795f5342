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
  };
}

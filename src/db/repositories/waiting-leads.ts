import { QUEUE_ORDER, type QueuePlace } from '../../core/assignment/queue-order.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Executor } from '../executor.js';
import { LEAD_COLUMNS, leadOfFields } from './lead-rows.js';

const COLUMNS = { total: { name: 'total_score', type: 'float8' }, id: { name: 'id', type: 'uuid' } } as const;

const ORDER_BY = QUEUE_ORDER.fields
  .map(({ field, isDescending }) => `${COLUMNS[field].name}${isDescending ? ' desc' : ''}`)
  .join(', ');

/** One range of the index `leads_queue`, in the order of the queue. */
const range = (temperature: string, condition: string) => `(select * from leads
   where workspace_id = $1 and owner_id is null and queue_reason <> 'closed' and temperature = '${temperature}'
   and queue_reason <> 'offered_to_team' and queue_reason <> 'returned_to_marketing' and queue_reason <> 'history' ${condition} order by ${ORDER_BY} limit $2)`;

const inOrder = (ranges: readonly string[]) => `select ${LEAD_COLUMNS} from (${ranges.join(' union all ')}) l limit $2`;

/** The rest of the leads of the place's temperature, in ranges: equal in all fields but the last, then in all but the last two. */
const rangesAfter = (temperature: string): string[] =>
  QUEUE_ORDER.fields
    .map((_, index) => {
      const conditions = QUEUE_ORDER.fields.slice(0, index + 1).map(({ field, isDescending }, at) => {
        const { name, type } = COLUMNS[field];
        const operator = at < index ? '=' : isDescending ? '<' : '>';
        return `and ${name} ${operator} $${3 + at}::${type}`;
      });
      return range(temperature, conditions.join(' '));
    })
    .reverse();

const AFTER_PLACE = Object.fromEntries(
  QUEUE_ORDER.temperatures.map((temperature, index) => {
    const later = QUEUE_ORDER.temperatures.slice(index + 1).map((each) => range(each, ''));
    return [temperature, inOrder([...rangesAfter(temperature), ...later])];
  }),
);

const all = (condition: string) => inOrder(QUEUE_ORDER.temperatures.map((each) => range(each, condition)));

const CLAIMABLE = `and (lease_rep_id is null or lease_rep_id = any($3::uuid[]))
   and (team_id is null or team_id in
     (select m.team_id from team_members m where m.workspace_id = $1 and m.rep_id = any($3::uuid[])))
   and (lifecycle is null or lifecycle->'formerReps' is null or exists (select 1 from unnest($3::uuid[]) as asks(id)
     where not exists (select 1 from jsonb_array_elements(lifecycle->'formerReps') had
       where had->>'repId' = asks.id::text and (had->>'until')::float8 >
         $4::float8 + coalesce((select clock_offset from workspaces w where w.id = $1), 0))))`;

/** Reads of waiting leads, in the order of the queue (`QUEUE_ORDER`). */
export function waitingLeads(executor: Executor, workspaceId: string) {
  return {
    /** The leads after a place, or from the head of the queue. Those that a hand-off keeps in the queue are not among them. */
    waitingAfter(place: QueuePlace | undefined, limit: number): Promise<Lead[]> {
      if (place === undefined) return executor.read('waiting_leads', all(''), [workspaceId, limit], leadOfFields);
      const { temperature, ...fields } = place;
      const values = QUEUE_ORDER.fields.map(({ field }) => fields[field]);
      const name = `waiting_leads_after_${temperature}`;
      return executor.read(name, AFTER_PLACE[temperature] ?? '', [workspaceId, limit, ...values], leadOfFields);
    },
    /**
     * The leads that reps may claim: unleased or leased to one of them, waiting for no team or one of theirs, and not barred from all of
     * them because they owned them recently. `now` is real time; a sandbox is ahead of it.
     */
    waitingFor: (repIds: readonly string[], limit: number, now: number): Promise<Lead[]> =>
      executor.read('claimable_leads', all(CLAIMABLE), [workspaceId, limit, repIds, now], leadOfFields),
  };
}

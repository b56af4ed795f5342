import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Conversion } from '../../core/conversion/record.js';
import type { Resting } from '../../core/conversion/undo.js';
import type { Executor } from '../executor.js';
import { conversions } from '../schema/deals.js';

type ConversionRow = typeof conversions.$inferSelect;

/** Enough to say what stands in the way. */
const MOST_RESTING = 10;

export function conversionsRepository(executor: Executor, workspaceId: string) {
  const { orm } = executor;
  const ours = eq(conversions.workspaceId, workspaceId);
  return {
    async insert({ id, leadId, record, convertedAt }: Conversion): Promise<void> {
      await orm.insert(conversions).values({
        workspaceId,
        id,
        leadId,
        personId: record.person?.id ?? null,
        organizationId: record.organization?.id ?? null,
        dealId: record.deal.id,
        record,
        convertedAt: new Date(convertedAt),
        undoneAt: null,
      });
    },
    /** The one that holds: not undone. */
    async findOfLead(leadId: string): Promise<Conversion | undefined> {
      const [row] = await orm
        .select()
        .from(conversions)
        .where(and(ours, eq(conversions.leadId, leadId), isNull(conversions.undoneAt)))
        .orderBy(desc(conversions.id))
        .limit(1);
      return row && conversionOf(row);
    },
    /** What it did is forgotten with it: it holds what was known of the people. */
    async undo(id: string, at: number): Promise<void> {
      await executor.run(
        'undo_conversion',
        `update conversions
            set undone_at = $3, record = jsonb_build_object('deal', jsonb_build_object('id', deal_id))
          where workspace_id = $1 and id = $2`,
        [workspaceId, id, new Date(at)],
      );
    },
    /** Takes the customer out of the conversions that made or completed it, and the texts out of what they know of the deal. */
    async eraseCustomer(customerId: string): Promise<void> {
      const part = (column: string, name: string) =>
        `update conversions
            set record = record - '${name}' #- '{deal,before,name}' #- '{deal,after,name}'
                  #- '{deal,before,competitor}' #- '{deal,after,competitor}'
                  #- '{deal,before,lossDetail}' #- '{deal,after,lossDetail}', ${column} = null
          where workspace_id = $1 and ${column} = $2 and undone_at is null`;
      await executor.run('erase_converted_person', part('person_id', 'person'), [workspaceId, customerId]);
      await executor.run('erase_converted_organization', part('organization_id', 'organization'), [
        workspaceId,
        customerId,
      ]);
    },
    /** What rests on these customers, apart from a conversion with its customers and its deal. */
    resting: (customerIds: readonly string[], { id, record }: Conversion): Promise<Resting[]> =>
      resting(executor, [workspaceId, customerIds, id, record.deal.id, record.person?.id ?? null, MOST_RESTING]),
  };
}

async function resting(executor: Executor, values: unknown[]): Promise<Resting[]> {
  if ((values[1] as readonly string[]).length === 0) return [];
  return executor.run<Resting>(
    'resting_on_customers',
    `(select customer_id as "customerId", 'deal' as noun, id from deals
       where workspace_id = $1 and customer_id = any($2::uuid[]) and id <> $4)
     union all
     (select contact_id, 'deal', id from deals where workspace_id = $1 and contact_id = any($2::uuid[]) and id <> $4)
     union all
     (select organization_id, 'customer', id from customers
       where workspace_id = $1 and organization_id = any($2::uuid[]) and id is distinct from $5::uuid)
     union all
     (select person_id, 'conversion', id from conversions
       where workspace_id = $1 and person_id = any($2::uuid[]) and id <> $3 and undone_at is null)
     union all
     (select organization_id, 'conversion', id from conversions
       where workspace_id = $1 and organization_id = any($2::uuid[]) and id <> $3 and undone_at is null)
     limit $6`,
    values,
  );
}

function conversionOf({ id, leadId, record, convertedAt, undoneAt }: ConversionRow): Conversion {
  return { id, leadId, record, convertedAt: convertedAt.getTime(), undoneAt: undoneAt?.getTime() };
}

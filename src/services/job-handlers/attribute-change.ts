import type { AttributeChangeCommand } from '../../core/commands/attribute-change.js';
import type { Condition } from '../../core/condition.js';
import { EMPTY_ATTRIBUTE_TOTALS } from '../../core/leads/attribute-change.js';
import { BEFORE_ALL, type JobHandler } from '../jobs/kinds.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { passLeads, stepOf } from './pass-leads.js';

/** Most leads changed in one transaction, so that other writers wait only briefly. */
const SLICE = 250;

/** Converts the values of an attribute to its new type, slice by slice, or counts those that would not fit. */
export function attributeChangeHandler(
  transactions: Transactions,
  timeOf: WorkspaceTime,
): JobHandler<'attribute_change'> {
  return async (step) => {
    const { cursor, read, params } = step;
    const { name, type, options, from, dryRun } = params;
    const where: Condition = { type: 'field', field: `attributes.${name}`, operator: 'exists' };
    if (cursor === undefined) {
      const now = await timeOf(step.context.workspaceId);
      // Outside of the transaction: of many leads it takes seconds.
      const { count, lastId = BEFORE_ALL } = await read.leads.countForJob({ where, now });
      const first = { ...EMPTY_ATTRIBUTE_TOTALS, now, afterId: BEFORE_ALL, lastId };
      return step.write(() => ({ cursor: first, done: 0, total: count }));
    }
    const ids = await read.leads.nextForJob({ where, now: cursor.now }, cursor, SLICE);
    if (ids.length === 0) {
      const { now: _now, afterId: _afterId, lastId: _lastId, ...totals } = cursor;
      return step.write(() => ({ result: totals }));
    }
    const commands = ids.map((leadId, index): AttributeChangeCommand => {
      const afterId = ids[index - 1] ?? cursor.afterId;
      return {
        type: 'attribute_change',
        ...stepOf(step, leadId, afterId),
        name,
        kind: { type, options },
        from,
        dryRun,
      };
    });
    await passLeads(transactions, step, commands);
  };
}

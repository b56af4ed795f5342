import type { ReassignCommand } from '../../core/assignment/commands/reassign.js';
import { OPEN_CATEGORIES } from '../../core/leads/lead.js';
import { BEFORE_ALL, type JobHandler } from '../jobs/kinds.js';
import type { Transactions } from '../transactions/request.js';
import { passLeads, stepOf } from './pass-leads.js';

/** Most leads reassigned in one transaction, so that other writers wait only briefly. */
const SLICE = 250;
const OPEN = [...OPEN_CATEGORIES];

/** Reassigns the open leads of a rep by the rules, except those that a person assigned. */
export function reassignHandler(transactions: Transactions): JobHandler<'reassign'> {
  return async (step) => {
    const { cursor, read } = step;
    const { repId } = step.params;
    if (cursor === undefined) {
      const { movable, lastId = BEFORE_ALL } = await read.leads.movableOf(repId, OPEN);
      const first = { afterId: BEFORE_ALL, lastId, reassigned: 0, queued: 0 };
      return step.write(() => ({ cursor: first, done: 0, total: movable }));
    }
    const { afterId: _, lastId, ...totals } = cursor;
    const ids = await read.leads.nextMovable(repId, OPEN, cursor, SLICE);
    if (ids.length === 0) return step.write(() => ({ result: totals }));
    const commands = ids.map((leadId, index): ReassignCommand => {
      const afterId = ids[index - 1] ?? cursor.afterId;
      return { type: 'reassign', ...stepOf(step, leadId, afterId), from: repId };
    });
    await passLeads(transactions, step, commands);
  };
}

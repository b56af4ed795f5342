import type { Command } from '../../core/commands/table.js';
import { AppError } from '../errors.js';
import type { JobHandler } from '../jobs/kinds.js';
import type { Transactions } from '../transactions/request.js';

/**
 * Erases the leads and the customers of a person by the commands of the single calls. A record that is gone already is left out, so a step that is
 * repeated after a failure goes on where it ended.
 */
export function erasureHandler(transactions: Transactions): JobHandler<'erasure'> {
  return async ({ context, params, write }) => {
    const erase = async (command: Command): Promise<void> => {
      try {
        await transactions.execute(context, command, () => undefined);
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'not_found')) throw error;
      }
    };
    const { leadIds, customerIds, consents, suppressions } = params;
    for (const customerId of customerIds) await erase({ type: 'remove_customer', customerId });
    for (const leadId of leadIds) await erase({ type: 'removal', leadId });
    const totals = { leads: leadIds.length, customers: customerIds.length, consents, suppressions };
    await write(() => ({ result: totals, done: leadIds.length }));
  };
}

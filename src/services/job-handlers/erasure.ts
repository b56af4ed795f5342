import type { Command } from '../../core/commands/table.js';
import { AppError } from '../errors.js';
import type { JobHandler } from '../jobs/kinds.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Transactions } from '../transactions/request.js';
import { FIRST_LIST, searchPlaces } from './erasure-places.js';

/**
 * Erases the leads and the customers of a person by the commands of the single calls, then what names it in places without leads. A record
 * that is gone already is left out, so a step that is repeated after a failure goes on where it ended.
 */
export function erasureHandler(transactions: Transactions, defaultCountry: DefaultCountry): JobHandler<'erasure'> {
  return async (step) => {
    const { context, params, write, cursor } = step;
    const { leadIds, customerIds, consents, suppressions, contactHashes } = params;
    if (cursor === undefined) {
      for (const customerId of customerIds) await erase({ type: 'remove_customer', customerId });
      for (const leadId of leadIds) await erase({ type: 'removal', leadId });
      return write(() => ({ cursor: FIRST_LIST, done: leadIds.length }));
    }
    if (contactHashes && (await searchPlaces(step, cursor, await defaultCountry(context.workspaceId)))) return;
    const { importRows } = cursor;
    const totals = { leads: leadIds.length, customers: customerIds.length, consents, suppressions, importRows };
    await write(() => ({ result: totals, done: leadIds.length }));

    async function erase(command: Command): Promise<void> {
      try {
        await transactions.execute(context, command, () => undefined);
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'not_found')) throw error;
      }
    }
  };
}

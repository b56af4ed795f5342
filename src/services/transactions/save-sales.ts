import type { SalesChanges } from '../../core/batch/sales-records.js';
import type { WriteScope } from '../../db/store.js';

/**
 * One statement for each table that has changed, in the order of the foreign keys: deals and people reference customers. Returns
 * the ids by which the stored answers to erase are found.
 */
export async function saveSales(scope: WriteScope, changes: SalesChanges): Promise<string[]> {
  const { customers, customersErased, customerKeysAdded, customerKeysRemoved, deals, conversions } = changes;
  const at = new Date(scope.now);
  const statements = [
    scope.customers.insert(customers.inserted),
    scope.customers.replace(customers.replaced),
    scope.deals.remove(deals.removedIds),
    scope.deals.insert(deals.inserted),
    scope.deals.replace(deals.replaced),
    scope.customers.remove(customers.removedIds),
    scope.customers.erase(customersErased, at),
    scope.customerKeys.remove(customerKeysRemoved),
    scope.customerKeys.insert(customerKeysAdded),
    scope.conversions.insert(conversions.inserted),
    scope.conversions.replace(conversions.replaced),
    scope.conversions.undo(conversions.undoneIds, scope.now),
  ];
  for (const statement of statements) scope.defer(statement);
  const { erasedSubjectIds, erasedAnswerIds, erasedContacts } = changes;
  // The events of this batch have been sent.
  if (erasedSubjectIds.length > 0) {
    await scope.events.erase({ subjectIds: erasedSubjectIds, visitorIds: [] }, at);
  }
  return [...erasedAnswerIds, ...(await scope.consents.forgetCustomers(erasedContacts))];
}

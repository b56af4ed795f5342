import assert from 'node:assert/strict';
import type { OwnedKey } from '../../src/core/batch/customer-records.js';
import type { RowChanges } from '../../src/core/batch/record-set.js';
import type { SalesChanges, SalesRecords } from '../../src/core/batch/sales-records.js';
import type { Conversion } from '../../src/core/conversion/record.js';
import type { ConversionRequest } from '../../src/core/conversion/request.js';
import type { Customer } from '../../src/core/customers/customer.js';
import type { CustomerKey } from '../../src/core/customers/keys.js';
import type { Deal } from '../../src/core/deals/deal.js';

/** A new deal, won at once. */
export const PURCHASE: ConversionRequest = { deal: { currency: 'EUR', amount: '9.00' }, won: true, overwrite: false };

const nameOf = ({ of, kind, value }: CustomerKey) => `${of}|${kind}|${value}`;

/** What a database holds of customers, deals and conversions between transactions; what is stored goes through JSON. */
export class StoredSales {
  readonly customers = new Map<string, Customer>();
  readonly keys = new Map<string, OwnedKey>();
  readonly deals = new Map<string, Deal>();
  readonly conversions = new Map<string, Conversion>();

  load({ customers, deals, conversions }: SalesRecords): void {
    for (const customer of this.customers.values()) {
      const keys = [...this.keys.values()].filter(({ customerId }) => customerId === customer.id);
      customers.load({ customer, keys: keys.map(({ customerId: _, ...key }) => key) });
    }
    for (const deal of this.deals.values()) deals.load(deal);
    for (const conversion of this.conversions.values()) conversions.load(conversion);
  }

  /** In the order in which the tables are written; refuses what a database would. */
  store(changes: SalesChanges | undefined, removedLeadIds: readonly string[] = []): void {
    for (const { id, leadId } of this.conversions.values())
      if (removedLeadIds.includes(leadId)) this.conversions.delete(id);
    if (changes === undefined) return;
    const { customersErased, customerKeysAdded, customerKeysRemoved, conversions } = changes;
    put(this.customers, changes.customers);
    put(this.deals, changes.deals);
    const goneIds = [...changes.customers.removedIds, ...customersErased];
    for (const id of goneIds) {
      this.customers.delete(id);
      for (const [name, { customerId }] of this.keys) if (customerId === id) this.keys.delete(name);
    }
    for (const id of changes.deals.removedIds) assert.ok(this.deals.delete(id), 'only what is stored is removed');
    for (const key of customerKeysRemoved) this.keys.delete(nameOf(key));
    for (const key of customerKeysAdded) {
      assert.ok(!this.keys.has(nameOf(key)), `two customers for ${nameOf(key)}`);
      assert.ok(this.customers.has(key.customerId), 'a key of no customer');
      this.keys.set(nameOf(key), key);
    }
    put(this.conversions, { ...conversions, removedIds: [] });
    for (const id of conversions.undoneIds) this.conversions.delete(id);
  }
}

function put<One extends { id: string }>(stored: Map<string, One>, { inserted, replaced }: RowChanges<One>): void {
  const asStored = (one: One): One => JSON.parse(JSON.stringify(one));
  for (const one of inserted) {
    assert.ok(!stored.has(one.id), 'only what is new is inserted');
    stored.set(one.id, asStored(one));
  }
  for (const one of replaced) {
    assert.ok(stored.has(one.id), 'only what is stored is replaced');
    stored.set(one.id, asStored(one));
  }
}

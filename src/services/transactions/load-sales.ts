import type { LoadedCustomer } from '../../core/batch/customer-records.js';
import type { SalesReads } from '../../core/batch/sales-reads.js';
import type { SalesRecords } from '../../core/batch/sales-records.js';
import type { Conversion } from '../../core/conversion/record.js';
import type { CustomerKey } from '../../core/customers/keys.js';
import type { Deal } from '../../core/deals/deal.js';
import type { Repositories } from '../../db/repositories/repositories.js';

export interface LoadedSales {
  customers: LoadedCustomer[];
  deals: Deal[];
  conversions: Conversion[];
}

type IdLists = { [Kind in Exclude<keyof SalesReads, 'customerKeys'>]-?: string[] };
interface Wanted extends IdLists {
  customerKeys: CustomerKey[];
}

/** Keys of the customers, deals and conversions that commands need, without duplicates. */
export class SalesNeeds {
  private readonly named = new Set<string>();
  private wanted: Wanted | undefined;

  add({ customerKeys = [], ...idLists }: SalesReads): void {
    for (const [kind, ids] of Object.entries(idLists) as [keyof IdLists, readonly string[]][]) {
      for (const id of ids) if (this.isNew(`${kind}|${id}`)) this.next[kind].push(id);
    }
    for (const key of customerKeys) {
      if (this.isNew(`${key.of}|${key.kind}|${key.value}`)) this.next.customerKeys.push(key);
    }
  }

  /** Keys added since the last call; undefined when there are none. */
  take(): Wanted | undefined {
    const { wanted } = this;
    this.wanted = undefined;
    return wanted;
  }

  get isWanted(): boolean {
    return this.wanted !== undefined;
  }

  private isNew(name: string): boolean {
    if (this.named.has(name)) return false;
    this.named.add(name);
    return true;
  }

  private get next(): Wanted {
    this.wanted ??= {
      customerIds: [],
      customerKeys: [],
      customersOfLeads: [],
      peopleOfOrganizations: [],
      dealIds: [],
      dealsOfLeads: [],
      dealsOfCustomers: [],
      conversionsOfLeads: [],
      conversionsOfCustomers: [],
    };
    return this.wanted;
  }
}

/** One statement for each table that is needed. */
export async function readSales(repositories: Repositories, needs: SalesNeeds): Promise<LoadedSales | undefined> {
  const wanted = needs.take();
  if (wanted === undefined) return undefined;
  const [customers, deals, conversions] = await Promise.all([
    repositories.customers.load(wanted),
    repositories.deals.load(wanted),
    repositories.conversions.load(wanted),
  ]);
  return { customers, deals, conversions };
}

/** Keeps records that the batch already has. */
export function putSales(records: SalesRecords, loaded: LoadedSales | undefined): void {
  if (loaded === undefined) return;
  for (const customer of loaded.customers) records.customers.load(customer);
  for (const deal of loaded.deals) records.deals.load(deal);
  for (const conversion of loaded.conversions) records.conversions.load(conversion);
}

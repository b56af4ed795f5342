import type { Batch } from '../../core/batch/batch.js';
import type { LoadedCustomer } from '../../core/batch/customer-records.js';
import type { SalesReads } from '../../core/batch/sales-reads.js';
import type { SalesRecords } from '../../core/batch/sales-records.js';
import { nextReadsOf } from '../../core/commands/execute.js';
import type { Command } from '../../core/commands/table.js';
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

/** What commands need of customers, deals and conversions, each thing once, however often it is named. */
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

  /** What was added since the last call and not before; undefined: nothing. */
  take(): Wanted | undefined {
    const { wanted } = this;
    this.wanted = undefined;
    return wanted;
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

/** One statement for each table of which something is wanted. */
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

/** Records that the batch has already stay as they are. */
export function putSales(records: SalesRecords, loaded: LoadedSales | undefined): void {
  if (loaded === undefined) return;
  for (const customer of loaded.customers) records.customers.load(customer);
  for (const deal of loaded.deals) records.deals.load(deal);
  for (const conversion of loaded.conversions) records.conversions.load(conversion);
}

/**
 * Commands before this one may have changed what it is about, so that it needs other customers than it did when the batch was
 * loaded: a corrected lead has other keys. Undefined: everything is there.
 */
export function loadMissing(
  repositories: Repositories,
  batch: Batch,
  command: Command,
  needs: { sales: SalesNeeds; commands: number },
): Promise<void> | undefined {
  if (needs.commands === 1) return undefined;
  const { sales } = nextReadsOf(batch, command) ?? {};
  if (sales === undefined) return undefined;
  needs.sales.add(sales);
  return readSales(repositories, needs.sales).then((loaded) => putSales(batch.sales, loaded));
}

import type { Customer } from '../customers/customer.js';
import { type CustomerKey, customerKeysOf, firstKey } from '../customers/keys.js';
import { MultiMap } from './multi-map.js';
import { RecordSet, type RowChanges } from './record-set.js';

/** A stored customer and the keys that it owns. */
export interface LoadedCustomer {
  customer: Customer;
  keys: readonly CustomerKey[];
}

export interface OwnedKey extends CustomerKey {
  customerId: string;
}

export interface CustomerChanges {
  customers: RowChanges<Customer>;
  /** Customers whose rows stay without personal data. */
  customersErased: string[];
  customerKeysAdded: OwnedKey[];
  customerKeysRemoved: CustomerKey[];
}

/** The customers of a batch, and the owner of each key. */
export class CustomerRecords {
  private readonly records = new RecordSet<Customer>(({ leadId, organizationId }) => [leadId, organizationId]);
  private readonly owners = new Map<string, OwnedKey>();
  /** The names of the keys that each customer owns or owned: few of `owners` are its own. */
  private readonly names = new MultiMap<string, string>();
  private readonly added = new Map<string, OwnedKey>();
  private readonly removed = new Map<string, CustomerKey>();
  private readonly erased = new Set<string>();
  private pendingErasures: string[] = [];

  get isChanged(): boolean {
    return this.records.isChanged || this.pendingErasures.length > 0;
  }

  /** Whether no customer is loaded. */
  get isEmpty(): boolean {
    return this.records.isEmpty;
  }

  load({ customer, keys }: LoadedCustomer): void {
    if (!this.records.load(customer)) return;
    // A stored owner keeps its key, even if a customer of the batch claimed it before the owner was loaded.
    for (const key of keys) {
      this.own(key, customer.id);
      this.added.delete(nameOf(key));
    }
  }

  find(id: string | undefined): Customer | undefined {
    const customer = this.records.find(id);
    return customer !== undefined && this.erased.has(customer.id) ? undefined : customer;
  }

  get(id: string): Customer {
    return this.records.get(id);
  }

  byKey(key: CustomerKey): Customer | undefined {
    return this.find(this.owners.get(nameOf(key))?.customerId);
  }

  /** Customers that were converted from a lead. */
  ofLead(leadId: string): Customer[] {
    return this.referringTo(leadId, (customer) => customer.leadId === leadId);
  }

  /** People who belong to an organization. */
  ofOrganization(organizationId: string): Customer[] {
    return this.referringTo(organizationId, (customer) => customer.organizationId === organizationId);
  }

  insert(customer: Customer): void {
    this.records.insert(customer);
    this.claimKeys(customer);
  }

  /**
   * Stores the next state of the customer: it loses the keys that it no longer has, and gets those without an owner. Customers of earlier versions
   * get their keys for shared numbers so.
   */
  put(customer: Customer): void {
    this.records.put(customer);
    this.releaseKeys(customer.id, new Set(customerKeysOf(customer.facts).map(nameOf)));
    this.claimKeys(customer);
  }

  remove(id: string): void {
    this.releaseKeys(id, new Set());
    this.records.remove(id);
  }

  /** Hides the customer. Its row stays, because reports count its deals. */
  erase(id: string): void {
    this.releaseKeys(id, new Set());
    this.erased.add(id);
    this.pendingErasures.push(id);
  }

  takeChanges(): CustomerChanges {
    const changes = {
      customers: this.records.takeChanges(),
      customersErased: this.pendingErasures,
      customerKeysAdded: [...this.added.values()],
      customerKeysRemoved: [...this.removed.values()],
    };
    this.pendingErasures = [];
    this.added.clear();
    this.removed.clear();
    return changes;
  }

  private referringTo(id: string, matches: (customer: Customer) => boolean): Customer[] {
    return this.records.referringTo(id, (customer) => !this.erased.has(customer.id) && matches(customer));
  }

  private claimKeys({ id, facts }: Customer): void {
    for (const key of customerKeysOf(facts)) {
      const [name, first] = [nameOf(key), firstKey(key)];
      if (this.owners.has(name) || (first && this.owners.get(nameOf(first))?.customerId === id)) continue;
      this.added.set(name, this.own(key, id));
    }
  }

  private own(key: CustomerKey, customerId: string): OwnedKey {
    const [name, owned] = [nameOf(key), { ...key, customerId }];
    this.names.add(customerId, name);
    this.owners.set(name, owned);
    return owned;
  }

  private releaseKeys(id: string, keptNames: ReadonlySet<string>): void {
    for (const name of this.names.get(id)) {
      const owner = this.owners.get(name);
      if (owner?.customerId !== id || keptNames.has(name)) continue;
      const { customerId: _owner, ...key } = owner;
      this.owners.delete(name);
      if (!this.added.delete(name)) this.removed.set(name, key);
    }
  }
}

const nameOf = ({ of, kind, value }: CustomerKey) => `${of}\u001f${kind}\u001f${value}`;

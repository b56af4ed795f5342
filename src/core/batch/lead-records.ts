import type { EngagementFact } from '../engagement.js';
import { type KeyValue, ownSharedKey, phoneOfShared } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import { customerIdOf, ownCustomerIdOf } from '../leads/lifecycle.js';
import type { KeyKind } from '../leads/vocabulary.js';
import type { LeadRows } from './changes.js';
import { LeadKeys } from './lead-keys.js';
import { MultiMap } from './multi-map.js';

/** How much of a row must be written: `decision` is only score, class, versions and review. */
export type Extent = 'decision' | 'row';

/** A lead in memory, and the part of it that is not written yet. */
interface LeadRecord {
  lead: Lead;
  /** As it was loaded; absent: a new lead. */
  loaded?: Lead;
  engagement: readonly EngagementFact[];
  isNew: boolean;
  changed: 'no' | Extent;
  isRemoved: boolean;
}

/** The leads of a batch, with their match keys and their engagement. */
export class LeadRecords {
  private readonly records = new Map<string, LeadRecord>();
  private readonly keys = new LeadKeys();
  /** By each customer that a lead names or once named. */
  private readonly ofCustomers = new MultiMap<string, LeadRecord>();
  private waitingIds: readonly string[] = [];

  load(lead: Lead, engagement: readonly EngagementFact[]): void {
    if (this.records.has(lead.id)) return;
    this.add({ lead, loaded: lead, engagement, isNew: false, changed: 'no', isRemoved: false });
  }

  has(leadId: string): boolean {
    return this.records.has(leadId);
  }

  loadKey(kind: string, value: string, leadId: string): void {
    this.keys.load(kind, value, leadId);
  }

  /** The same after commands of the batch. */
  loadKeyLate(kind: string, value: string, leadId: string): void {
    this.keys.loadLate(kind, value, leadId);
  }

  /** The ids of the leads of the queue, most urgent first; the leads must be loaded as well. */
  loadWaiting(leadIds: readonly string[]): void {
    this.waitingIds = leadIds;
  }

  get ids(): string[] {
    return [...this.records.keys()];
  }

  /** The lead as it was before the commands of the batch; undefined for a new lead. */
  loadedOf(leadId: string): Lead | undefined {
    return this.records.get(leadId)?.loaded;
  }

  find(leadId: string): Lead | undefined {
    const record = this.records.get(leadId);
    return record?.isRemoved ? undefined : record?.lead;
  }

  /** For a command whose `refuse` has found the lead. */
  get(leadId: string): Lead {
    const lead = this.find(leadId);
    if (lead === undefined) throw new Error(`the lead ${leadId} is not loaded`);
    return lead;
  }

  byKey(kind: KeyKind, value: string): Lead | undefined {
    const leadId = this.keys.ownerOf(kind, value);
    return leadId === undefined ? undefined : this.find(leadId);
  }

  /** Loaded leads with any of the keys, in the order of their ids. */
  byKeys(keys: readonly KeyValue[]): Lead[] {
    const ids = new Set<string>();
    for (const key of keys) {
      const owner = this.keys.ownerOf(key.kind, key.value);
      if (owner !== undefined) ids.add(owner);
      if (key.kind !== 'shared_phone') continue;
      for (const id of this.keys.ownersUnder(key.kind, ownSharedKey(key, '').value)) ids.add(id);
    }
    return [...ids].sort().flatMap((id) => this.find(id) ?? []);
  }

  /** Loaded leads of this customer, in the order of their ids: those it is itself, and of an organization those of its people. */
  ofCustomer(customerId: string): Lead[] {
    return this.naming(customerId, (lead) => customerIdOf(lead) === customerId || ownCustomerIdOf(lead) === customerId);
  }

  /** Loaded leads of people of whom only the organization is this customer, in the order of their ids. */
  ofOrganization(customerId: string): Lead[] {
    return this.naming(customerId, ({ lifecycle }) => lifecycle?.customerOrganizationId === customerId);
  }

  /** Loaded leads of the queue that still exist; an earlier command may have given them an owner. */
  waiting(): Lead[] {
    return this.waitingIds.flatMap((leadId) => this.find(leadId) ?? []);
  }

  /** The events of the lead that arrived last, as many as decisions count, oldest first. */
  engagementOf(leadId: string): readonly EngagementFact[] {
    return this.records.get(leadId)?.engagement ?? [];
  }

  setEngagement(leadId: string, engagement: readonly EngagementFact[]): void {
    const record = this.records.get(leadId);
    if (record) record.engagement = engagement;
  }

  insert(lead: Lead): void {
    this.add({ lead, engagement: [], isNew: true, changed: 'row', isRemoved: false });
  }

  isNew(leadId: string): boolean {
    return this.records.get(leadId)?.isNew === true;
  }

  /** Stores the next state of the lead. */
  put(lead: Lead, extent: Extent): void {
    const record = this.records.get(lead.id);
    if (record === undefined) throw new Error(`the lead ${lead.id} is not loaded`);
    const { lifecycle } = record.lead;
    record.lead = lead;
    record.changed = extent;
    if (lead.lifecycle !== lifecycle) this.noteCustomers(record);
  }

  /** For an evaluated lead, which is written anyway. */
  setReviewAt(leadId: string, reviewAt: number | undefined): void {
    const record = this.records.get(leadId);
    if (record) record.lead = { ...record.lead, reviewAt };
  }

  /** What must be written after a change of published documents: the whole row if the owner changed. */
  extentOf(lead: Lead): Extent {
    const record = this.records.get(lead.id);
    if (record === undefined || record.changed === 'row') return 'row';
    const { ownerId, queueReason } = record.lead;
    return ownerId !== lead.ownerId || queueReason !== lead.queueReason ? 'row' : 'decision';
  }

  remove(leadId: string): void {
    const record = this.records.get(leadId);
    if (record) record.isRemoved = true;
  }

  /** Gives keys without an owner to the lead; keys of another lead stay with it. */
  claimKeys(leadId: string, keys: readonly KeyValue[]): void {
    for (const key of keys) if (!this.byKey(key.kind, key.value)) this.keys.claim(key, leadId);
  }

  /** The same for keys of shared numbers. The lead gets a key of its own for one that another lead has. */
  claimSharedKeys(leadId: string, keys: readonly KeyValue[]): void {
    this.claimKeys(
      leadId,
      keys.map((key) => (this.isOfOther(leadId, key.kind, key.value) ? ownSharedKey(key, leadId) : key)),
    );
  }

  /** Of the keys for shared numbers of a lead, those whose number is a key of another lead. */
  keysShared(leadId: string, keys: readonly KeyValue[]): KeyValue[] {
    return keys.filter(({ value }) => this.isOfOther(leadId, 'phone', phoneOfShared(value)));
  }

  /** Whether the key is known here as one of another lead. */
  isOfOther(leadId: string, kind: KeyKind, value: string | undefined): boolean {
    const owner = value === undefined ? undefined : this.byKey(kind, value);
    return owner !== undefined && owner.id !== leadId;
  }

  releaseKeys(leadId: string, keys: readonly KeyValue[]): void {
    this.keys.release(keys, leadId);
  }

  /** Loaded visitors that are linked to the lead. */
  visitorIdsOf(leadId: string): string[] {
    return this.keys.valuesOf('visitor', leadId);
  }

  /**
   * The changes since the last call. A stored lead whose engagement is not evaluated yet (`isPending`) is left for the next
   * call. `goneIds` are leads that have no row (any more).
   */
  takeChanges(isPending: (leadId: string) => boolean): { rows: LeadRows; goneIds: ReadonlySet<string> } {
    const rows: LeadRows = {
      inserted: [],
      replaced: [],
      redecided: [],
      removedIds: [],
      keysAdded: [],
      keysRemoved: [],
    };
    const goneIds = new Set<string>();
    for (const [id, record] of this.records) {
      if (record.isRemoved) {
        goneIds.add(id);
        if (!record.isNew) rows.removedIds.push(id);
      } else if (record.changed !== 'no' && (record.isNew || !isPending(id))) {
        const { isNew, changed } = record;
        const list = isNew ? rows.inserted : changed === 'row' ? rows.replaced : rows.redecided;
        list.push(record.lead);
        [record.isNew, record.changed] = [false, 'no'];
      }
    }
    for (const id of goneIds) this.records.delete(id);
    const { added, dropped } = this.keys.takeChanges();
    rows.keysAdded = added.filter(({ leadId }) => !goneIds.has(leadId));
    rows.keysRemoved = dropped;
    return { rows, goneIds };
  }

  private add(record: LeadRecord): void {
    this.records.set(record.lead.id, record);
    this.noteCustomers(record);
  }

  private noteCustomers(record: LeadRecord): void {
    const { lead } = record;
    if (lead.lifecycle === undefined) return;
    for (const id of [customerIdOf(lead), ownCustomerIdOf(lead), lead.lifecycle.customerOrganizationId]) {
      if (id !== undefined) this.ofCustomers.add(id, record);
    }
  }

  private naming(customerId: string, matches: (lead: Lead) => boolean): Lead[] {
    const leads: Lead[] = [];
    for (const { lead, isRemoved } of this.ofCustomers.get(customerId)) {
      if (!isRemoved && matches(lead)) leads.push(lead);
    }
    return leads.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

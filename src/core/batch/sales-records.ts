import type { Deal } from '../deals/deal.js';
import type { DomainEvent } from '../events/events.js';
import type { KeyValue } from '../leads/keys.js';
import { type ConversionChanges, ConversionRecords } from './conversion-records.js';
import { type CustomerChanges, CustomerRecords } from './customer-records.js';
import { DealRecords } from './deal-records.js';
import type { RowChanges } from './record-set.js';

/** Changes of customers, deals and conversions that are not stored yet. */
export interface SalesChanges extends CustomerChanges {
  deals: RowChanges<Deal>;
  conversions: ConversionChanges;
  /** Customers and deals whose events lose their personal values, those of this batch included. */
  erasedSubjectIds: string[];
  /** Ids of the stored answers whose personal values are erased. */
  erasedAnswerIds: string[];
  /** Addresses of erased customers: their entries in the ledger of consents lose basis and proof. */
  erasedContacts: KeyValue[];
}

/** Customers, deals and the conversions that created them. */
export class SalesRecords {
  readonly customers = new CustomerRecords();
  readonly deals = new DealRecords();
  readonly conversions = new ConversionRecords();
  private events: DomainEvent[] = [];
  private erasedSubjectIds: string[] = [];
  private erasedAnswerIds: string[] = [];
  private erasedContacts: KeyValue[] = [];

  /** Records the event of a change. It follows the events of the leads that the command changes, and of the reactions to them. */
  record(event: DomainEvent): void {
    this.events.push(event);
  }

  takeEvents(): DomainEvent[] {
    const { events } = this;
    if (events.length > 0) this.events = [];
    return events;
  }

  /** Must be saved before the next command, so that later events of the same subjects are not erased. */
  erase(subjectIds: readonly string[], answerIds: readonly string[] = [], contacts: readonly KeyValue[] = []): void {
    this.erasedSubjectIds.push(...subjectIds);
    this.erasedAnswerIds.push(...answerIds);
    this.erasedContacts.push(...contacts);
  }

  get hasErasures(): boolean {
    return this.erasedSubjectIds.length > 0;
  }

  /** Undefined: no changes since the last call. */
  takeChanges(): SalesChanges | undefined {
    const { customers, deals, conversions } = this;
    if (!customers.isChanged && !deals.isChanged && !conversions.isChanged && !this.hasErasures) return undefined;
    const { erasedSubjectIds, erasedAnswerIds, erasedContacts } = this;
    [this.erasedSubjectIds, this.erasedAnswerIds, this.erasedContacts] = [[], [], []];
    return {
      ...customers.takeChanges(),
      deals: deals.takeChanges(),
      conversions: conversions.takeChanges(),
      erasedSubjectIds,
      erasedAnswerIds,
      erasedContacts,
    };
  }
}

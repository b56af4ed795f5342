import type { Conversion } from '../conversion/record.js';
import { RecordSet } from './record-set.js';

export interface ConversionChanges {
  inserted: Conversion[];
  replaced: Conversion[];
  undoneIds: string[];
}

/** The conversions of a batch. */
export class ConversionRecords {
  private readonly records = new RecordSet<Conversion>(({ leadId, record: { person, organization } }) => [
    leadId,
    person?.id,
    organization?.id,
  ]);
  private readonly undone = new Set<string>();
  private readonly forgottenLeadIds = new Set<string>();
  private undoneIds: string[] = [];

  get isChanged(): boolean {
    return this.records.isChanged || this.undoneIds.length > 0;
  }

  load(conversion: Conversion): void {
    if (!this.forgottenLeadIds.has(conversion.leadId)) this.records.load(conversion);
  }

  /** The conversion that is not undone. */
  ofLead(leadId: string): Conversion | undefined {
    return this.records.referringTo(leadId, (conversion) => this.isOf(leadId, conversion)).at(-1);
  }

  /** Conversions that created or filled the customer and are not undone. */
  ofCustomer(customerId: string): Conversion[] {
    return this.records.referringTo(
      customerId,
      ({ id, record: { person, organization } }) =>
        !this.undone.has(id) && (person?.id === customerId || organization?.id === customerId),
    );
  }

  insert(conversion: Conversion): void {
    this.records.insert(conversion);
  }

  put(conversion: Conversion): void {
    this.records.put(conversion);
  }

  undo(id: string): void {
    this.undone.add(id);
    this.undoneIds.push(id);
  }

  /** The lead is removed together with its conversions. */
  forgetLead(leadId: string): void {
    this.forgottenLeadIds.add(leadId);
    for (const { id } of this.records.referringTo(leadId, (conversion) => conversion.leadId === leadId)) {
      this.records.remove(id);
    }
  }

  takeChanges(): ConversionChanges {
    const { inserted, replaced } = this.records.takeChanges();
    const { undoneIds } = this;
    this.undoneIds = [];
    return { inserted, replaced, undoneIds };
  }

  private isOf(leadId: string, conversion: Conversion): boolean {
    return conversion.leadId === leadId && !this.undone.has(conversion.id);
  }
}

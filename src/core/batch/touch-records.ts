import type { Touch, TouchFact } from '../leads/touch.js';
import type { NewTouch } from './changes.js';
import type { DecisionBasis } from './evaluation.js';
import { RecordSet } from './record-set.js';

/** A new touch as conditions compare it. */
export function touchFactOf(
  { sourceOf }: Pick<DecisionBasis, 'sourceOf'>,
  { sourceId, campaignId, occurredAt }: Pick<Touch, 'sourceId' | 'campaignId' | 'occurredAt'>,
): TouchFact {
  return { occurredAt, sourceId, campaignId, channel: sourceOf({ sourceId, campaignId })?.channel };
}

/** The touches of a new lead; undefined where no policy compares them. */
export const firstTouches = (
  basis: Pick<DecisionBasis, 'sourceOf' | 'comparesTouches'>,
  touch: Pick<Touch, 'sourceId' | 'campaignId' | 'occurredAt'>,
): readonly TouchFact[] | undefined => (basis.comparesTouches ? [touchFactOf(basis, touch)] : undefined);

/** The touches of a batch: added ones, and those whose proposals its commands decide. */
export class TouchRecords {
  private added: NewTouch[] = [];
  private readonly stored = new RecordSet<Touch>(({ leadId }) => [leadId]);

  load(touch: Touch): void {
    this.stored.load(touch);
  }

  find(leadId: string, touchId: string): Touch | undefined {
    const touch = this.stored.find(touchId);
    return touch?.leadId === leadId ? touch : undefined;
  }

  /** For a command whose `refuse` has found the touch. */
  get(leadId: string, touchId: string): Touch {
    const touch = this.find(leadId, touchId);
    if (touch === undefined) throw new Error(`the touch ${touchId} is not loaded`);
    return touch;
  }

  add(touch: NewTouch): void {
    this.added.push(touch);
  }

  /** Stores the touch with changed kept fields; its other fields never change. */
  put(touch: Touch): void {
    this.stored.put(touch);
  }

  /** The lead is removed; the database removes its touches with it. */
  forget(leadId: string): void {
    if (this.added.length > 0) this.added = this.added.filter((touch) => touch.leadId !== leadId);
    for (const { id } of this.stored.referringTo(leadId, () => true)) this.stored.remove(id);
  }

  takeChanges(): { touches: NewTouch[]; touchesKept: Touch[] } {
    const { added } = this;
    if (added.length > 0) this.added = [];
    return { touches: added, touchesKept: this.stored.takeChanges().replaced };
  }
}

import type { Touch } from '../leads/touch.js';
import type { NewTouch } from './changes.js';

/** The touches of a batch: those that it adds, and those whose proposals its commands decide about. */
export class TouchRecords {
  private added: NewTouch[] = [];
  private readonly loaded = new Map<string, Touch>();
  private readonly changed = new Set<string>();

  load(touch: Touch): void {
    this.loaded.set(touch.id, touch);
  }

  find(leadId: string, touchId: string): Touch | undefined {
    const touch = this.loaded.get(touchId);
    return touch?.leadId === leadId ? touch : undefined;
  }

  /** Of a command whose `refuse` found the touch. */
  get(leadId: string, touchId: string): Touch {
    const touch = this.find(leadId, touchId);
    if (touch === undefined) throw new Error(`the touch ${touchId} is not loaded`);
    return touch;
  }

  add(touch: NewTouch): void {
    this.added.push(touch);
  }

  /** The touch with other kept fields; nothing else of it changes. */
  put(touch: Touch): void {
    this.loaded.set(touch.id, touch);
    this.changed.add(touch.id);
  }

  /** The lead is removed, and its touches with it. */
  forget(leadId: string): void {
    if (this.added.length > 0) this.added = this.added.filter((touch) => touch.leadId !== leadId);
    for (const touch of this.loaded.values()) if (touch.leadId === leadId) this.drop(touch.id);
  }

  takeChanges(): { touches: NewTouch[]; touchesKept: Touch[] } {
    const { added, changed, loaded } = this;
    if (added.length > 0) this.added = [];
    const touchesKept = changed.size === 0 ? [] : [...loaded.values()].filter(({ id }) => changed.has(id));
    if (changed.size > 0) changed.clear();
    return { touches: added, touchesKept };
  }

  private drop(touchId: string): void {
    this.loaded.delete(touchId);
    this.changed.delete(touchId);
  }
}

import type { MatchKey } from '../leads/vocabulary.js';
import type { KeyValue } from './commands.js';

/** Which lead owns which match key while a run of commands goes on, and what of it is new or gone. */
export class KeyRegistry {
  private readonly owners = new Map<string, string>();
  private readonly stored = new Set<string>();
  private readonly claimed = new Map<string, KeyValue & { leadId: string }>();
  private readonly released = new Map<string, KeyValue>();

  load(kind: string, value: string, leadId: string): void {
    const name = nameOf(kind, value);
    this.owners.set(name, leadId);
    this.stored.add(name);
  }

  ownerOf(kind: MatchKey, value: string): string | undefined {
    return this.owners.get(nameOf(kind, value));
  }

  claim({ kind, value }: KeyValue, leadId: string): void {
    const name = nameOf(kind, value);
    this.owners.set(name, leadId);
    this.claimed.set(name, { kind, value, leadId });
  }

  release(keys: readonly KeyValue[], leadId: string): void {
    for (const { kind, value } of keys) {
      const name = nameOf(kind, value);
      if (this.owners.get(name) !== leadId) continue;
      this.owners.delete(name);
      this.claimed.delete(name);
      if (this.stored.has(name)) this.released.set(name, { kind, value });
    }
  }

  added(): (KeyValue & { leadId: string })[] {
    return [...this.claimed.values()];
  }

  /** To be removed before `added` is stored: a key can be both. */
  dropped(): KeyValue[] {
    return [...this.released.values()];
  }
}

const nameOf = (kind: string, value: string) => `${kind}\u001f${value}`;

import type { KeyValue } from '../leads/keys.js';
import type { KeyKind } from '../leads/vocabulary.js';

/** The owner of each match key during a run of commands, and the added and removed keys. */
export class LeadKeys {
  private readonly owners = new Map<string, string>();
  private readonly stored = new Set<string>();
  private readonly claimed = new Map<string, KeyValue & { leadId: string }>();
  private readonly released = new Map<string, KeyValue>();

  load(kind: string, value: string, leadId: string): void {
    const name = nameOf(kind, value);
    this.owners.set(name, leadId);
    this.stored.add(name);
  }

  ownerOf(kind: KeyKind, value: string): string | undefined {
    return this.owners.get(nameOf(kind, value));
  }

  /** The loaded keys of a lead. */
  valuesOf(kind: KeyKind, leadId: string): string[] {
    const names = [...this.owners].flatMap(([name, owner]) => (owner === leadId ? [name] : []));
    return names.flatMap((name) => (name.startsWith(nameOf(kind, '')) ? [name.slice(nameOf(kind, '').length)] : []));
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

  /** The changes since the last call. Dropped keys must be deleted before added keys are stored: a key can be both. */
  takeChanges(): { added: (KeyValue & { leadId: string })[]; dropped: KeyValue[] } {
    const [added, dropped] = [[...this.claimed.values()], [...this.released.values()]];
    for (const name of this.released.keys()) this.stored.delete(name);
    for (const name of this.claimed.keys()) this.stored.add(name);
    this.claimed.clear();
    this.released.clear();
    return { added, dropped };
  }
}

const nameOf = (kind: string, value: string) => `${kind}\u001f${value}`;

import type { KeyValue } from '../leads/keys.js';
import type { KeyKind } from '../leads/vocabulary.js';

/** The owner of each match key during a run of commands, and the added and removed keys. */
export class LeadKeys {
  /** By kind and value: owners are looked up several times for each key of a submission. */
  private readonly owners = new Map<string, Map<string, string>>();
  private readonly stored = new Set<string>();
  private readonly claimed = new Map<string, KeyValue & { leadId: string }>();
  private readonly released = new Map<string, KeyValue>();

  load(kind: string, value: string, leadId: string): void {
    this.ownersOf(kind).set(value, leadId);
    this.stored.add(nameOf(kind, value));
  }

  /** The same after commands of the run, which may have claimed or released the key. */
  loadLate(kind: string, value: string, leadId: string): void {
    if (this.ownersOf(kind).has(value) || this.released.has(nameOf(kind, value))) return;
    this.load(kind, value, leadId);
  }

  ownerOf(kind: KeyKind, value: string): string | undefined {
    return this.owners.get(kind)?.get(value);
  }

  /** The owners of the loaded keys that begin with this. */
  ownersUnder(kind: KeyKind, prefix: string): string[] {
    return [...this.ownersOf(kind)].flatMap(([value, owner]) => (value.startsWith(prefix) ? [owner] : []));
  }

  /** The loaded keys of a lead. */
  valuesOf(kind: KeyKind, leadId: string): string[] {
    return [...this.ownersOf(kind)].flatMap(([value, owner]) => (owner === leadId ? [value] : []));
  }

  claim({ kind, value }: KeyValue, leadId: string): void {
    this.ownersOf(kind).set(value, leadId);
    this.claimed.set(nameOf(kind, value), { kind, value, leadId });
  }

  release(keys: readonly KeyValue[], leadId: string): void {
    for (const { kind, value } of keys) {
      const [owners, name] = [this.ownersOf(kind), nameOf(kind, value)];
      if (owners.get(value) !== leadId) continue;
      owners.delete(value);
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

  private ownersOf(kind: string): Map<string, string> {
    const known = this.owners.get(kind) ?? new Map<string, string>();
    this.owners.set(kind, known);
    return known;
  }
}

const nameOf = (kind: string, value: string) => `${kind}\u001f${value}`;

import { MultiMap } from './multi-map.js';

interface Entry<One> {
  value: One;
  isStored: boolean;
  isChanged: boolean;
  isRemoved: boolean;
}

/** Changes of the records of one table that are not stored yet. */
export interface RowChanges<One> {
  inserted: One[];
  replaced: One[];
  removedIds: string[];
}

/**
 * The records of one table that a batch has loaded or created. A removed record stays known, so that loading does not bring it
 * back.
 */
export class RecordSet<One extends { id: string }> {
  private readonly entries = new Map<string, Entry<One>>();
  /** By each id that a record refers to or once referred to. */
  private readonly referring = new MultiMap<string, Entry<One>>();
  private changed = false;

  /** `referencesOf`: the ids by which `referringTo` finds a record. */
  constructor(private readonly referencesOf: (value: One) => readonly (string | undefined)[] = () => []) {}

  /** Whether `takeChanges` has something to return. */
  get isChanged(): boolean {
    return this.changed;
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** Adds a stored record; a record that the batch already has stays as it is. Returns whether it is new to the batch. */
  load(value: One): boolean {
    if (this.entries.has(value.id)) return false;
    this.add({ value, isStored: true, isChanged: false, isRemoved: false });
    return true;
  }

  find(id: string | undefined): One | undefined {
    const entry = id === undefined ? undefined : this.entries.get(id);
    return entry?.isRemoved ? undefined : entry?.value;
  }

  /** For a command whose `refuse` has found the record. */
  get(id: string): One {
    const value = this.find(id);
    if (value === undefined) throw new Error(`the record ${id} is not loaded`);
    return value;
  }

  /** The records that refer to the id and match, in the order of their ids. A record that referred to it before is tried as well. */
  referringTo(id: string, matches: (value: One) => boolean): One[] {
    const found: One[] = [];
    for (const { value, isRemoved } of this.referring.get(id)) if (!isRemoved && matches(value)) found.push(value);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  insert(value: One): void {
    this.add({ value, isStored: false, isChanged: true, isRemoved: false });
    this.changed = true;
  }

  put(value: One): void {
    const entry = this.entries.get(value.id);
    if (entry === undefined) throw new Error(`the record ${value.id} is not loaded`);
    [entry.value, entry.isChanged, this.changed] = [value, true, true];
    this.note(entry);
  }

  remove(id: string): void {
    const entry = this.entries.get(id);
    if (entry) [entry.isRemoved, entry.isChanged, this.changed] = [true, true, true];
  }

  /** The changes since the last call. */
  takeChanges(): RowChanges<One> {
    const changes: RowChanges<One> = { inserted: [], replaced: [], removedIds: [] };
    if (!this.changed) return changes;
    this.changed = false;
    for (const [id, entry] of this.entries) {
      if (!entry.isChanged) continue;
      if (!entry.isRemoved) (entry.isStored ? changes.replaced : changes.inserted).push(entry.value);
      else if (entry.isStored) changes.removedIds.push(id);
      [entry.isChanged, entry.isStored] = [false, !entry.isRemoved];
    }
    return changes;
  }

  private add(entry: Entry<One>): void {
    this.entries.set(entry.value.id, entry);
    this.note(entry);
  }

  private note(entry: Entry<One>): void {
    for (const id of this.referencesOf(entry.value)) {
      if (id !== undefined) this.referring.add(id, entry);
    }
  }
}

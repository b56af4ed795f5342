const NONE: ReadonlySet<never> = new Set();

/** Any number of values under each key, each once, in the order in which they were added. */
export class MultiMap<Key, Value> {
  private readonly sets = new Map<Key, Set<Value>>();

  add(key: Key, value: Value): void {
    const known = this.sets.get(key);
    if (known) known.add(value);
    else this.sets.set(key, new Set([value]));
  }

  get(key: Key): ReadonlySet<Value> {
    return this.sets.get(key) ?? NONE;
  }

  delete(key: Key): void {
    this.sets.delete(key);
  }
}

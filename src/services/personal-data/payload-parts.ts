/** Whether one of the texts has an address or an id of the person. */
export type NamesPerson = (texts: readonly string[]) => boolean;

/** An e-mail, or a phone number with its country code. */
const ADDRESS = /\S@\S|\+\d[\d ()/.-]{6,}/u;

/**
 * A JSON document without other people: where items of a list name the person, those that have an address and name somebody else are left out. Lists
 * of answers to questions keep what has no address.
 */
export function withoutOthers(document: unknown, names: NamesPerson): unknown {
  if (Array.isArray(document)) {
    const items: { item: unknown; texts: string[] }[] = document.map((item) => ({ item, texts: textsIn(item) }));
    const own = new Set(items.filter(({ texts }) => names(texts)));
    const kept =
      own.size === 0 ? items : items.filter((one) => own.has(one) || !one.texts.some((text) => ADDRESS.test(text)));
    return kept.map(({ item }) => withoutOthers(item, names));
  }
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, withoutOthers(value, names)]));
}

/** All texts in a JSON document, without the names of its properties. Numbers as texts: a phone number can be one. */
export function textsIn(document: unknown): string[] {
  const texts: string[] = [];
  const waiting = [document];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'number') texts.push(String(value));
    else if (typeof value === 'object' && value !== null) waiting.push(...Object.values(value));
  }
  return texts;
}

/**
 * The Jaro-Winkler similarity of two texts, from 0 (nothing in common) to 1 (equal). Source: Winkler 1990, "String comparator metrics and
 * enhanced decision rules in the Fellegi-Sunter model of record linkage", with a prefix weight of 0.1 for up to four letters.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const jaro = jaroOf(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroOf(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const common: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (taken[j] === 1 || a[i] !== b[j]) continue;
      taken[j] = 1;
      common.push(a[i] ?? '');
      break;
    }
  }
  if (common.length === 0) return 0;
  let transposed = 0;
  let at = 0;
  for (let j = 0; j < b.length; j++) {
    if (taken[j] === 0) continue;
    if (common[at] !== b[j]) transposed += 1;
    at += 1;
  }
  const matches = common.length;
  return (matches / a.length + matches / b.length + (matches - transposed / 2) / matches) / 3;
}

/** Whether one letter was inserted, left out or replaced, or two neighbours were exchanged (Damerau 1964), or nothing. */
export function isOneEdit(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (short.length < long.length) return short.slice(start) === long.slice(start + 1);
  if (short.slice(start + 1) === long.slice(start + 1)) return true;
  const isExchanged = short[start] === long[start + 1] && short[start + 1] === long[start];
  return isExchanged && short.slice(start + 2) === long.slice(start + 2);
}

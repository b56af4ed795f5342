let codes: Set<string> | undefined;

/** An ISO 4217 code in capitals, from a code in any case or one of the signs that mean one currency only. */
export function normalizeCurrency(raw: string): string | undefined {
  const text = raw.trim().toUpperCase();
  if (text === '€') return 'EUR';
  if (text === '£') return 'GBP';
  codes ??= new Set(Intl.supportedValuesOf('currency'));
  return codes.has(text) ? text : undefined;
}

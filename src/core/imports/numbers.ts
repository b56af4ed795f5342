/** The decimal separator: 1,234.5 (point) or 1.234,5 (comma). */
export type NumberStyle = 'point' | 'comma';

const PLAIN = {
  point: /^[-+]?(?:\d{1,3}(?:[,' ]\d{3})+|\d+)?(?:\.\d+)?$/,
  comma: /^[-+]?(?:\d{1,3}(?:[.' ]\d{3})+|\d+)?(?:,\d+)?$/,
};
const EXPONENT = /^[-+]?\d+(?:\.\d+)?e[-+]?\d{1,3}$/i;
const GROUPS = { point: /[,' ]/g, comma: /[.' ]/g };
const SPACES = /[\u00a0\u2007\u2009\u202f]/g;

/** The style that a number proves; undefined when both styles fit, as for 1,000, or neither. */
export function styleEvidence(text: string): NumberStyle | undefined {
  const [point, comma] = [PLAIN.point.test(text), PLAIN.comma.test(text)];
  if (point === comma) return undefined;
  return point ? 'point' : 'comma';
}

/** A number in the preferred style, else in the other; undefined when the text is no number. */
export function parseNumber(raw: string, style: NumberStyle): number | undefined {
  const text = raw.replace(SPACES, ' ').replace('\u2212', '-').trim();
  if (!/\d/.test(text)) return undefined;
  if (EXPONENT.test(text)) return finite(Number(text));
  for (const tried of [style, style === 'point' ? 'comma' : 'point'] as const) {
    if (!PLAIN[tried].test(text)) continue;
    return finite(Number(text.replace(GROUPS[tried], '').replace(',', '.')));
  }
  return undefined;
}

const finite = (value: number) => (Number.isFinite(value) ? value : undefined);

export interface Amount {
  value: number;
  /** ISO 4217 code, when the text has a currency. */
  currency: string | undefined;
  /** Whether the text is a range or a minimum; `value` is its lower end. */
  lowerEnd: boolean;
}

const SYMBOLS: Record<string, string> = {
  $: 'USD',
  us$: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₽': 'RUB',
  '₺': 'TRY',
  '₩': 'KRW',
  r$: 'BRL',
  a$: 'AUD',
  c$: 'CAD',
};
const CODES =
  /^(?:usd|eur|gbp|chf|jpy|cny|inr|cad|aud|nzd|brl|sek|nok|dkk|pln|czk|huf|zar|mxn|sgd|hkd|try|aed|ils|krw)$/;
const SCALES: [RegExp, number][] = [
  [/^(?:k|thousand|tsd\.?)$/, 1e3],
  [/^(?:m|mm|mn|mio\.?|mil|million|millions)$/, 1e6],
  [/^(?:b|bn|billion|billions|mrd\.?)$/, 1e9],
];
const AT_LEAST = /^(?:>=?|≥|over|more than|above|from|ab|mehr als|plus de|at least)\s*/i;
const OR_MORE = /\s*(?:\+|or more|and above|and up|und mehr)$/i;
const UP_TO = /^(?:<=?|≤|under|less than|below|up to|bis|weniger als|moins de)\s*/i;
const UNIT =
  /\s*(?:employees?|people|staff|ftes?|mitarbeiter(?:innen)?|personnes|empleados|per year|p\.\s?a\.|\/\s?(?:yr|year))\.?$/i;
const RANGE = /^(.*?\d[^\d-–—]*?)\s*(?:-|–|—|\bto\b|\bbis\b)\s*(\D{0,4}\d.*)$/i;

/**
 * An amount with currency, scale and unit: "$22,700.00", "22.700,00 €", "$342.09K", "1.2M", "200-499 employees" (the
 * lower end), "10k+". Undefined when the text is no amount, or has an upper end only.
 */
export function parseAmount(raw: string, style: NumberStyle): Amount | undefined {
  const text = raw.replace(SPACES, ' ').trim().replace(UNIT, '');
  if (EXPONENT.test(text)) return { value: Number(text), currency: undefined, lowerEnd: false };
  if (UP_TO.test(text)) return undefined;
  const open = text.replace(AT_LEAST, '').replace(OR_MORE, '');
  const range = RANGE.exec(open);
  if (!range) {
    const single = parseSingle(open, style);
    return single && { value: single.number * (single.scale ?? 1), currency: single.currency, lowerEnd: open !== text };
  }
  const [low, high] = [parseSingle(range[1] ?? '', style), parseSingle(range[2] ?? '', style)];
  if (!low || !high) return undefined;
  // "10-50M" means millions on both sides.
  const scale = low.scale ?? (high.scale !== undefined && low.number <= high.number ? high.scale : 1);
  const value = low.number * scale;
  return value > high.number * (high.scale ?? 1)
    ? undefined
    : { value, currency: low.currency ?? high.currency, lowerEnd: true };
}

function parseSingle(text: string, style: NumberStyle) {
  const parts = /^([^\d.,+-]*)([-+]?[\d.,' ]*\d)\s*(.*)$/.exec(text.trim());
  if (!parts) return undefined;
  const number = parseNumber(parts[2] ?? '', style);
  const words = `${parts[1]} ${parts[3]}`.toLowerCase().split(' ').filter(Boolean);
  let scale: number | undefined;
  let currency: string | undefined;
  for (const word of words.flatMap(splitUnit)) {
    const code = SYMBOLS[word] ?? (CODES.test(word) ? word.toUpperCase() : undefined);
    const factor = SCALES.find(([pattern]) => pattern.test(word))?.[1];
    if (code !== undefined) currency = code;
    else if (factor !== undefined) scale = factor;
    else return undefined;
  }
  return number === undefined ? undefined : { number, scale, currency };
}

/** "K$" and "M€" are two words. */
function splitUnit(word: string): string[] {
  const joined = /^(k|m|mn|bn|b|mio)([$€£₹]|[a-z]{3})$/.exec(word);
  return joined && !CODES.test(word) ? [joined[1] ?? '', joined[2] ?? ''] : [word];
}

/** "45 %" is 45; undefined when the text is no percentage. */
export function parsePercent(raw: string, style: NumberStyle): number | undefined {
  const digits = /^(.*\d)\s*%$/.exec(raw.trim())?.[1];
  return digits === undefined ? undefined : parseNumber(digits, style);
}

/** How a number of a workbook is shown, as far as it changes what the value means. */
export type NumberFormat = 'general' | 'date' | 'percent' | { digits: number };

/** The built-in formats that are dates or times (ECMA-376, 18.8.30), with those of East Asia. */
const DATES = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const isEastAsianDate = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

export function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) {
    if (DATES.has(id) || isEastAsianDate(id)) return 'date';
    return id === 9 || id === 10 ? 'percent' : 'general';
  }
  // Texts in quotation marks, escaped characters, colours and conditions are no part of the format; [h] counts hours.
  const bare = code
    .split(';', 1)
    .join('')
    .replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (/^0{2,}$/.test(bare)) return { digits: bare.length };
  if (bare.includes('%')) return 'percent';
  return /[dyhs]|m{1,5}/i.test(bare.replace(/general|standard/gi, '')) && !/[#?]/.test(bare) ? 'date' : 'general';
}

const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** A number as text: dates as ISO 8601 without offset, percentages with their sign, leading zeros of the format. */
export function numberText(raw: string, format: NumberFormat, from1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (format === 'date') return dateText(value, from1904);
  const exact = Number(value.toPrecision(15));
  if (format === 'percent') return `${Number((exact * 100).toPrecision(15))}%`;
  const plain = Math.abs(exact) < 1e21 ? plainText(exact) : String(exact);
  return typeof format === 'object' && Number.isInteger(exact) && exact >= 0
    ? plain.padStart(format.digits, '0')
    : plain;
}

const plainText = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));

function dateText(value: number, from1904: boolean): string {
  if (value < 0 || value > 2_958_466) return String(value);
  // Excel has a 29 February 1900, so that days before March are one later.
  const days = !from1904 && value < 60 && value >= 1 ? value + 1 : value;
  const at = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * 86_400) * 1_000);
  const text = at.toISOString().slice(0, 19);
  if (value < 1) return text.slice(11);
  return at.getTime() % DAY_MS === 0 ? text.slice(0, 10) : text;
}

import { firstInstantOf, UTC, type ZoneOffsets } from '../calendar/zone.js';
import { foldedKey } from '../identity/texts.js';

/** The order of numeric dates: 3/4/2024 is 3 April (dmy) or March 4 (mdy). */
export const DATE_ORDERS = ['dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** The first letters of the months in many languages, January first; folded, so that accents do not matter. */
const MONTHS: readonly string[] = [
  'jan gen ene янв січ ιαν sty led oca ian tammi',
  'feb fev feb fév лют фев φεβ lut uno sub helmi',
  'mar mrz mär mae mrt märz мар бер μαρ brez bre maalis',
  'apr avr abr апр кві απρ kwi dub nis huhti',
  'may mai maj mag mei май мая тра μαι μαϊ kve touko',
  'jun juin giu июн чер ιουν cze cvn cerv haz iun kesa',
  'jul juil lug июл лип ιουλ lip cvc tem iul heina',
  'aug aou ago авг сер αυγ sie srp agu elo',
  'sep set sept szept сен вер σεπ wrz zar eyl syys',
  'oct okt ott out окт жов οκτ paz rij eki loka',
  'nov ноя лис νοε lis kas noi marras',
  'dec dez dic déc des дек гру δεκ gru pro ara joulu',
];
const TIME = String.raw`(?:[T,\s]+(?:at\s+)?(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;
const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}$`, 'i');
const NUMERIC = new RegExp(`^(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`, 'i');
const DAY_MONTH = new RegExp(
  `^(?:\\p{L}+,?\\s+)?(\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-]+(?:de\\s+)?(\\p{L}{3,})\\.?,?[\\s-]+(?:de\\s+)?(\\d{4}|\\d{2})${TIME}$`,
  'iu',
);
const MONTH_DAY = new RegExp(
  `^(?:\\p{L}+,\\s+)?(\\p{L}{3,})\\.?[\\s-]+(\\d{1,2})(?:st|nd|rd|th)?,?[\\s-]+(\\d{4})${TIME}$`,
  'iu',
);
/** 2024年4月25日, 2024년 4월 25일. */
const CJK = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/;
const FIRST_YEAR = 1970;
const SPREADSHEET_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** The order that a date proves: a part above 12 is a day, and dates with dots have the day first. */
export function orderEvidence(raw: string): DateOrder | undefined {
  const match = NUMERIC.exec(raw.trim());
  if (!match) return undefined;
  if (match[2] === '.' || Number(match[1]) > 12) return 'dmy';
  return Number(match[3]) > 12 ? 'mdy' : undefined;
}

/** Whether the date is valid in both orders. */
export const isAmbiguousDate = (raw: string): boolean => NUMERIC.test(raw.trim()) && orderEvidence(raw) === undefined;

/**
 * Epoch milliseconds of an instant in a notation of exports: ISO 8601, "15 Apr, 2021 00:03:00", 3/4/2024 by `order`,
 * epoch seconds or milliseconds, or the day count of spreadsheets. Without an offset it is a local time of the zone, and without a time of day
 * midnight there. Undefined when the text is no instant, or one before 1970.
 */
export function parseDate(raw: string, order: DateOrder, zone: ZoneOffsets = UTC): number | undefined {
  const local = localDate(raw, order);
  if (local === undefined) return undefined;
  return local.isLocal ? firstInstantOf(zone, local.at) : local.at;
}

/** Epoch milliseconds of an instant, or of a local time taken for one of UTC. */
interface LocalDate {
  at: number;
  isLocal: boolean;
}

function localDate(raw: string, order: DateOrder): LocalDate | undefined {
  const text = raw.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return ofNumber(text);
  const cjk = CJK.exec(text);
  if (cjk) return instant(Number(cjk[1]), Number(cjk[2]), Number(cjk[3]), []);
  const iso = ISO.exec(text);
  if (iso) return instant(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso.slice(4));
  const numeric = NUMERIC.exec(text);
  if (numeric) {
    const [a, b] = [Number(numeric[1]), Number(numeric[3])];
    const dayFirst = (orderEvidence(text) ?? order) === 'dmy';
    return instant(yearOf(numeric[4]), dayFirst ? b : a, dayFirst ? a : b, numeric.slice(5));
  }
  const words = DAY_MONTH.exec(text);
  if (words) return instant(yearOf(words[3]), monthOf(words[2]), Number(words[1]), words.slice(4));
  const american = MONTH_DAY.exec(text);
  return american
    ? instant(yearOf(american[3]), monthOf(american[1]), Number(american[2]), american.slice(4))
    : undefined;
}

function ofNumber(text: string): LocalDate | undefined {
  const value = Number(text);
  if (/^(?:19|20)\d{6}$/.test(text))
    return instant(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)), []);
  if (value >= 1e12 && value < 1e13) return { at: Math.round(value), isLocal: false };
  if (value >= 1e9 && value < 1e10) return { at: Math.round(value * 1_000), isLocal: false };
  if (value > 20_000 && value < 80_000) return { at: SPREADSHEET_EPOCH + Math.round(value * DAY_MS), isLocal: true };
  return undefined;
}

function instant(year: number, month: number, day: number, time: (string | undefined)[]): LocalDate | undefined {
  const [hourText = '0', minute = '0', second = '0', half, zone] = time;
  let hour = Number(hourText);
  if (half !== undefined) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  const at = new Date(Date.UTC(year, month - 1, day, hour, Number(minute), Number(second)));
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && Number(minute) < 60;
  if (!real || year < FIRST_YEAR) return undefined;
  return { at: at.getTime() - offsetMs(zone), isLocal: zone === undefined };
}

function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

function yearOf(text = ''): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/** The month as 1 to 12; 0 when the word is no month. The longest beginning decides: "juil" is July, "jui" June. */
function monthOf(word = ''): number {
  const folded = foldedKey(word);
  for (const length of [6, 5, 4, 3]) {
    const month = MONTH_WORDS.get(folded.slice(0, length));
    if (month !== undefined) return month;
  }
  return 0;
}

const MONTH_WORDS = new Map(
  MONTHS.flatMap((words, index) => words.split(' ').map((word) => [foldedKey(word), index + 1] as const)),
);

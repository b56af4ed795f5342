import { dayOf } from '../../core/calendar/calendar.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';

/** A region with its own public holidays: ISO 3166-1 alpha-2 country, and its subdivision by ISO 3166-2 where it matters. */
export interface HolidayRegion {
  country: string;
  region?: string | undefined;
}

/** Shorter holidays, such as the afternoon before a feast, are a matter of absences. Milliseconds. */
const WHOLE_DAY = 20 * 3_600_000;
/** Holiday rules make no sense far from now, which a simulation may request. */
const [EARLIEST, LATEST] = [1990, 2060];
const known = new Map<string, ReadonlySet<number>>();
type Library = typeof import('date-holidays').default;
let library: Library | undefined;

/** Imported on first use: the data of two hundred countries takes 85 ms and 20 MB. */
async function loadLibrary(): Promise<Library> {
  library ??= (await import('date-holidays')).default;
  return library;
}

/** Whether the library knows the holidays of the region. */
export async function knowsHolidays({ country, region }: HolidayRegion): Promise<boolean> {
  const holidays = new (await loadLibrary())();
  if (!(country in holidays.getCountries())) return false;
  return region === undefined || region in (holidays.getStates(country) ?? {});
}

/** Public holidays from the year before to the second after the instant, as days from 1970-01-01. */
export async function publicHolidays({ country, region }: HolidayRegion, at: number): Promise<ReadonlySet<number>> {
  const year = Math.min(Math.max(new Date(at).getUTCFullYear(), EARLIEST), LATEST);
  const key = `${country}|${region ?? ''}|${year}`;
  const before = known.get(key);
  if (before) return before;
  const Holidays = await loadLibrary();
  const source = region === undefined ? new Holidays(country) : new Holidays(country, region);
  const days = new Set<number>();
  for (const one of [year - 1, year, year + 1, year + 2].flatMap((each) => source.getHolidays(each))) {
    const length = one.end.getTime() - one.start.getTime();
    if (one.type !== 'public' || length < WHOLE_DAY) continue;
    const first = dayOf(one.date.slice(0, 10));
    for (let day = 0; day < Math.round(length / MILLISECONDS_PER_DAY); day += 1) days.add(first + day);
  }
  known.set(key, days);
  return days;
}

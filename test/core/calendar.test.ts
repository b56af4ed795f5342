import fc from 'fast-check';
import t from 'tap';
import { addBusinessTime, businessTimeBetween, isWorking, nextWorking } from '../../src/core/calendar/business-time.js';
import {
  compileCalendar,
  dayOf,
  parseTimeOfDay,
  type TimeOff,
  WEEKDAYS,
  type WorkingBlock,
} from '../../src/core/calendar/calendar.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const utc = (text: string) => Date.parse(`${text}Z`);
const off = (from: string, to: string): TimeOff => ({ from: utc(from), to: utc(to) });
const daily = (...hours: [start: string, end: string][]): WorkingBlock[] =>
  WEEKDAYS.flatMap((weekday) => hours.map(([start, end]) => ({ weekday, start, end })));
const office = daily(['09:00', '12:30'], ['13:30', '17:00']).filter(({ weekday }) => !weekday.startsWith('s'));
const calendarIn = (zone: string, blocks?: WorkingBlock[], holidays: string[] = [], timeOff: TimeOff[] = []) =>
  compileCalendar(zoneOffsets(zone), blocks, new Set(holidays.map(dayOf)), timeOff);

t.test('hours counted by hand', (t) => {
  const night = daily(['22:00', '06:00']);
  const berlin = calendarIn('Europe/Berlin', office);
  const table: [what: string, ReturnType<typeof calendarIn>, from: string, to: string, hours: number][] = [
    ['a day at the office', berlin, '2026-01-15T00:00', '2026-01-16T00:00', 7],
    ['a week', berlin, '2026-01-12T00:00', '2026-01-19T00:00', 35],
    ['over lunch', berlin, '2026-01-15T11:00', '2026-01-15T13:00', 1],
    ['a weekend', berlin, '2026-01-17T00:00', '2026-01-18T23:00', 0],
    ['the week summer time begins', berlin, '2026-03-23T00:00', '2026-03-30T22:00', 42],
    ['backwards', berlin, '2026-01-16T00:00', '2026-01-15T00:00', 0],
    ['a short night', calendarIn('Europe/Berlin', night), '2026-03-28T12:00', '2026-03-29T12:00', 7],
    ['a long night', calendarIn('Europe/Berlin', night), '2026-10-24T12:00', '2026-10-25T12:00', 9],
    [
      'from a time that is skipped',
      calendarIn('Europe/Berlin', daily(['02:30', '05:00'])),
      '2026-03-29T00:00',
      '2026-03-29T12:00',
      2,
    ],
    [
      'to a time that is skipped',
      calendarIn('Europe/Berlin', daily(['00:00', '02:30'])),
      '2026-03-28T23:00',
      '2026-03-29T12:00',
      2,
    ],
    [
      'wholly skipped',
      calendarIn('Europe/Berlin', daily(['02:00', '03:00'])),
      '2026-03-29T00:00',
      '2026-03-29T12:00',
      0,
    ],
    [
      'from a time that comes twice',
      calendarIn('Europe/Berlin', daily(['02:30', '05:00'])),
      '2026-10-24T22:00',
      '2026-10-25T12:00',
      3.5,
    ],
    [
      'to a time that comes twice',
      calendarIn('Europe/Berlin', daily(['00:00', '02:30'])),
      '2026-10-24T22:00',
      '2026-10-25T12:00',
      3.5,
    ],
    [
      'half an hour of summer time',
      calendarIn('Australia/Lord_Howe', daily(['00:00', '06:00'])),
      '2026-04-04T13:00',
      '2026-04-05T02:00',
      6.5,
    ],
    [
      'midnight skipped',
      calendarIn('America/Asuncion', daily(['00:00', '06:00'])),
      '2023-10-01T03:00',
      '2023-10-01T12:00',
      5,
    ],
    ['45 minutes off', calendarIn('Asia/Kathmandu', office), '2026-01-15T03:15', '2026-01-15T04:15', 1],
    [
      'a day that never was',
      calendarIn('Pacific/Apia', daily(['09:00', '17:00'])),
      '2011-12-29T10:00',
      '2012-01-01T10:00',
      24,
    ],
    ['a holiday', calendarIn('Europe/Berlin', office, ['2026-01-15']), '2026-01-15T00:00', '2026-01-16T00:00', 0],
    [
      'the eve works into a holiday',
      calendarIn('UTC', night, ['2026-01-15']),
      '2026-01-14T12:00',
      '2026-01-16T12:00',
      8,
    ],
    [
      'an hour off',
      calendarIn('UTC', office, [], [off('2026-01-15T10:00', '2026-01-15T11:00')]),
      '2026-01-15T00:00',
      '2026-01-16T00:00',
      6,
    ],
    [
      'off twice at once',
      calendarIn(
        'UTC',
        office,
        [],
        [off('2026-01-15T10:00', '2026-01-15T12:00'), off('2026-01-15T11:00', '2026-01-15T14:00')],
      ),
      '2026-01-15T00:00',
      '2026-01-16T00:00',
      4,
    ],
    ['round the clock', calendarIn('Asia/Tokyo'), '2026-01-15T00:30', '2026-01-16T01:00', 24.5],
    [
      'shifts that overlap count once',
      calendarIn('UTC', daily(['20:00', '08:00'], ['06:00', '10:00'])),
      '2026-01-15T00:00',
      '2026-01-16T00:00',
      14,
    ],
  ];
  for (const [what, calendar, from, to, hours] of table) {
    t.equal(businessTimeBetween(calendar, utc(from), utc(to)) / HOUR, hours, what);
  }
  t.end();
});

t.test('when work begins, and when so much of it is done', (t) => {
  const berlin = calendarIn('Europe/Berlin', office, ['2026-05-01'], [off('2026-05-04T00:00', '2026-05-05T10:00')]);
  const thursday = utc('2026-04-30T15:30');
  t.equal(nextWorking(berlin, utc('2026-04-30T14:59')), utc('2026-04-30T14:59'), 'now');
  t.equal(
    nextWorking(berlin, thursday),
    utc('2026-05-05T10:00'),
    'after a holiday, a weekend and time off; back within lunch',
  );
  t.equal(isWorking(berlin, utc('2026-04-30T15:00')), false, 'the end is not working time');
  t.equal(isWorking(berlin, utc('2026-04-30T14:59')), true);
  t.equal(addBusinessTime(berlin, utc('2026-04-30T14:00'), 2 * HOUR), utc('2026-05-05T12:00'), 'with lunch between');
  t.equal(addBusinessTime(berlin, utc('2026-04-30T14:00'), HOUR), utc('2026-04-30T15:00'));
  t.equal(addBusinessTime(berlin, thursday, 0), utc('2026-05-05T10:00'));
  t.equal(nextWorking(calendarIn('UTC', []), thursday), undefined, 'never');
  t.equal(addBusinessTime(calendarIn('UTC', office), thursday, 9_000 * HOUR), undefined, 'not within 400 days');
  t.same(['09:30', '24:00', '24:01', '9:30', '23:59'].map(parseTimeOfDay), [
    9.5 * HOUR,
    DAY,
    undefined,
    undefined,
    DAY - MINUTE,
  ]);
  t.end();
});

/** Wall clocks by the runtime, minute by minute: the first that has reached the start, the last before the end. */
function oracle(
  zone: string,
  blocks: WorkingBlock[],
  holidays: string[],
  timeOff: TimeOff[],
  from: number,
  minutes: number,
) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const margin = 3 * DAY;
  const first = from - margin;
  const walls = Array.from({ length: minutes + (2 * margin) / MINUTE }, (_, index) =>
    utc(format.format(first + index * MINUTE).replace(' ', 'T')),
  );
  const working = new Array<boolean>(walls.length).fill(false);
  const firstDay = Math.floor((walls[0] ?? 0) / DAY) - 1;
  for (let day = firstDay; day < firstDay + walls.length / 1440 + 3; day += 1) {
    if (holidays.some((date) => dayOf(date) === day)) continue;
    for (const { weekday, start, end } of blocks) {
      if (WEEKDAYS.indexOf(weekday) !== (day + 3) % 7) continue;
      const begins = day * DAY + (parseTimeOfDay(start) ?? 0);
      const over = day * DAY + (parseTimeOfDay(end) ?? 0) + (end > start ? 0 : DAY);
      const firstMinute = walls.findIndex((wall) => wall >= begins);
      const lastMinute = walls.findLastIndex((wall) => wall < over);
      if (firstMinute >= 0) working.fill(true, firstMinute, lastMinute + 1);
    }
  }
  return working
    .slice(margin / MINUTE, margin / MINUTE + minutes)
    .map(
      (works, index) =>
        works && !timeOff.some((one) => from + index * MINUTE >= one.from && from + index * MINUTE < one.to),
    );
}

t.test('the same as an oracle that steps through minutes', (t) => {
  const timeOfDay = fc
    .integer({ min: 0, max: 47 })
    .map((half) => `${String(half >> 1).padStart(2, '0')}:${half & 1 ? '30' : '00'}`);
  const block = fc.record({ weekday: fc.constantFrom(...WEEKDAYS), start: timeOfDay, end: timeOfDay });
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'America/Asuncion',
    'UTC',
  );
  const near = fc.constantFrom(
    '2026-03-07',
    '2026-03-28',
    '2026-10-24',
    '2026-10-31',
    '2026-04-04',
    '2023-09-30',
    '2026-02-14',
    '2026-06-15',
  );
  const span = fc.record({ at: fc.integer({ min: 0, max: 4 * 1440 }), length: fc.integer({ min: 0, max: 1440 }) });
  fc.assert(
    fc.property(
      zone,
      fc.array(block, { maxLength: 12 }),
      near,
      fc.array(span, { maxLength: 2 }),
      fc.boolean(),
      (name, blocks, date, spans, free) => {
        const from = utc(`${date}T00:00`) - DAY;
        const minutes = 4 * 1440;
        const timeOff = spans.map(({ at, length }) => ({
          from: from + at * MINUTE,
          to: from + (at + length) * MINUTE,
        }));
        const holidays = free ? [date] : [];
        const calendar = calendarIn(name, blocks, holidays, timeOff);
        const truth = oracle(name, blocks, holidays, timeOff, from, minutes);
        const sum = truth.filter((works) => works).length * MINUTE;
        if (businessTimeBetween(calendar, from, from + minutes * MINUTE) !== sum) return false;
        const begins = truth.indexOf(true);
        if (begins >= 0 && nextWorking(calendar, from) !== from + begins * MINUTE) return false;
        for (let minute = 0; minute < minutes; minute += 97) {
          if (isWorking(calendar, from + minute * MINUTE) !== truth[minute]) return false;
        }
        const half = Math.floor(sum / 2 / MINUTE) * MINUTE;
        const reached = half === 0 ? undefined : addBusinessTime(calendar, from, half);
        return reached === undefined || businessTimeBetween(calendar, from, reached) === half;
      },
    ),
    { numRuns: 60 },
  );
  t.pass('held for all generated calendars');
  t.end();
});

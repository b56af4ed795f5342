import fc from 'fast-check';
import t from 'tap';
import { retryAfterMs } from '../../scripts/client/http-client.js';
import {
  cleanCell,
  isOptOut,
  parseConsent,
  parseTimeframe,
  splitList,
  withoutPrefix,
} from '../../src/core/imports/cells.js';
import { channelOf } from '../../src/core/imports/channels.js';
import { partsOf } from '../../src/core/imports/contact-values.js';
import { orderEvidence, parseDate } from '../../src/core/imports/dates.js';
import { parseAmount, parseNumber, parsePercent, styleEvidence } from '../../src/core/imports/numbers.js';

t.test('numbers in both styles', async (t) => {
  const table: [string, 'point' | 'comma', number | undefined][] = [
    ['1,000', 'point', 1000],
    ['1,000', 'comma', 1],
    ['1.234', 'point', 1.234],
    ['1.234', 'comma', 1234],
    ['22,700.00', 'comma', 22700],
    ['22.700,00', 'point', 22700],
    ["1'234'567.5", 'point', 1234567.5],
    ['1 234,5', 'comma', 1234.5],
    ['-1.8', 'comma', -1.8],
    ['−5', 'point', -5],
    ['.5', 'point', 0.5],
    ['4.91E+11', 'point', 4.91e11],
    ['1,2,3', 'point', undefined],
    ['12a', 'point', undefined],
    ['', 'point', undefined],
    ['-', 'point', undefined],
    ['2021-01-02', 'point', undefined],
  ];
  for (const [text, style, expected] of table) t.equal(parseNumber(text, style), expected, `${text} (${style})`);
  t.equal(styleEvidence('1,5'), 'comma');
  t.equal(styleEvidence('1.5'), 'point');
  t.equal(styleEvidence('1,234,567'), 'point');
  t.equal(styleEvidence('1,000'), undefined, 'three digits fit both styles');
  t.equal(styleEvidence('15.04.2021'), undefined, 'a date is no evidence');
});

t.test('every number survives being written in either style', async () => {
  const written = (value: number, style: 'point' | 'comma') =>
    value.toLocaleString(style === 'point' ? 'en-US' : 'de-DE', { maximumFractionDigits: 2 });
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.constantFrom('point' as const, 'comma' as const),
      (cents, style) => {
        const value = cents / 100;
        return parseNumber(written(value, style), style) === value;
      },
    ),
  );
});

t.test('amounts, ranges and units', async (t) => {
  const table: [string, number | undefined, string | undefined, boolean][] = [
    ['$22,700.00', 22700, 'USD', false],
    ['$342.09K', 342090, 'USD', false],
    ['1.2M', 1_200_000, undefined, false],
    ['22.700,00 €', 22700, 'EUR', false],
    ['EUR 5 Mio.', 5_000_000, 'EUR', false],
    ['100K$', 100_000, 'USD', false],
    ['£3bn', 3e9, 'GBP', false],
    ['10k', 10_000, undefined, false],
    ['200-499', 200, undefined, true],
    ['5001-10,000 employees', 5001, undefined, true],
    ['$10M-$50M', 10e6, 'USD', true],
    ['10-50M', 10e6, undefined, true],
    ['500K - 1M', 500e3, undefined, true],
    ['2000+', 2000, undefined, true],
    ['more than 1,000', 1000, undefined, true],
    ['1 to 10', 1, undefined, true],
    ['<10', undefined, undefined, false],
    ['up to 50', undefined, undefined, false],
    ['50-10', undefined, undefined, false],
    ['2016-10-20', undefined, undefined, false],
    ['Myself only', undefined, undefined, false],
    ['12 apples', undefined, undefined, false],
  ];
  for (const [text, value, currency, lowerEnd] of table) {
    const expected = value === undefined ? undefined : { value, currency, lowerEnd };
    t.strictSame(parseAmount(text, 'point'), expected, text);
  }
  t.equal(parsePercent('45 %', 'point'), 45);
  t.equal(parsePercent('12,5%', 'comma'), 12.5);
  t.equal(parsePercent('45', 'point'), undefined);
});

t.test('dates as exports write them', async (t) => {
  const table: [string, 'dmy' | 'mdy', string | undefined][] = [
    ['2026-07-16T00:12:13+03:00', 'mdy', '2026-07-15T21:12:13.000Z'],
    ['2026-07-16T00:12:13-0500', 'mdy', '2026-07-16T05:12:13.000Z'],
    ['2026-07-16', 'mdy', '2026-07-16T00:00:00.000Z'],
    ['2026/07/16 08:05', 'mdy', '2026-07-16T08:05:00.000Z'],
    ['2026-07-16 08:05:09.123 UTC', 'mdy', '2026-07-16T08:05:09.000Z'],
    ['15 Apr, 2021 00:03:00', 'mdy', '2021-04-15T00:03:00.000Z'],
    ['15-Apr-21', 'mdy', '2021-04-15T00:00:00.000Z'],
    ['April 5, 2021 1:30 PM', 'dmy', '2021-04-05T13:30:00.000Z'],
    ['Thu, 15 Apr 2021 10:00', 'mdy', '2021-04-15T10:00:00.000Z'],
    ['3. März 2021', 'mdy', '2021-03-03T00:00:00.000Z'],
    ['3/4/2021', 'dmy', '2021-04-03T00:00:00.000Z'],
    ['3/4/2021', 'mdy', '2021-03-04T00:00:00.000Z'],
    ['12/31/2021 12:00 AM', 'dmy', '2021-12-31T00:00:00.000Z'],
    ['31/12/2021 12:00 PM', 'mdy', '2021-12-31T12:00:00.000Z'],
    ['03.04.2021', 'mdy', '2021-04-03T00:00:00.000Z'],
    ['1626390733', 'mdy', '2021-07-15T23:12:13.000Z'],
    ['1626390733000', 'mdy', '2021-07-15T23:12:13.000Z'],
    ['20210715', 'mdy', '2021-07-15T00:00:00.000Z'],
    ['44392.5', 'mdy', '2021-07-15T12:00:00.000Z'],
    ['2021-02-30', 'mdy', undefined],
    ['31/31/2021', 'mdy', undefined],
    ['0001-01-01', 'mdy', undefined],
    ['2021-07-15 25:00', 'mdy', undefined],
    ['yesterday', 'mdy', undefined],
    ['15 Foo 2021', 'mdy', undefined],
    ['42', 'mdy', undefined],
  ];
  for (const [text, order, expected] of table) {
    const at = parseDate(text, order);
    t.equal(at === undefined ? undefined : new Date(at).toISOString(), expected, `${text} (${order})`);
  }
  t.equal(orderEvidence('13/4/2021'), 'dmy');
  t.equal(orderEvidence('4/13/2021'), 'mdy');
  t.equal(orderEvidence('4/3/2021'), undefined);
});

t.test('any day is found again, however it is written', async () => {
  const days = fc.date({
    min: new Date('1971-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = iso.split('-').map(Number);
      const spelled = date.toLocaleDateString('en-GB', {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      });
      const at = Date.parse(iso);
      const same = (text: string, order: 'dmy' | 'mdy') => parseDate(text, order) === at;
      return (
        same(iso, 'mdy') &&
        same(`${day}/${month}/${year}`, 'dmy') &&
        same(`${month}/${day}/${year}`, 'mdy') &&
        same(spelled, 'mdy')
      );
    }),
  );
});

t.test('cells', async (t) => {
  t.equal(cleanCell(' Ada\0 '), 'Ada');
  t.equal(cleanCell('="00123"'), '00123', 'a spreadsheet formula that keeps zeros');
  t.equal(cleanCell("'+49 30 1234"), '+49 30 1234');
  t.equal(cleanCell('broken \ud800 half'), 'broken  half', 'half a character would not be JSON');
  for (const nothing of [
    '',
    '  ',
    '-',
    'n/a',
    'NULL',
    'undefined',
    'Select',
    '<test lead: dummy data for email>',
    undefined,
  ]) {
    t.equal(cleanCell(nothing), '', `${nothing} means nothing`);
  }
  const emailsOf = (text: string) => partsOf(text).emails;
  const phonesOf = (text: string) => partsOf(text).phones;
  t.strictSame(emailsOf('a@x.example, b@y.example'), ['a@x.example', 'b@y.example']);
  t.strictSame(emailsOf('a@x.example ::: b@y.example'), ['a@x.example', 'b@y.example']);
  t.strictSame(emailsOf('Doe, Jane <jane@doe.example>'), ['Doe, Jane <jane@doe.example>']);
  t.strictSame(emailsOf('mailto:a@x.example'), ['a@x.example']);
  t.strictSame(phonesOf('p:+61412345678'), ['+61412345678'], 'the prefix of an ad platform');
  t.strictSame(phonesOf('310/246-1501'), ['310/246-1501'], 'a slash inside a number');
  t.strictSame(phonesOf('+1 310 246 1501, +1 310 246 1502'), ['+1 310 246 1501', '+1 310 246 1502']);
  t.strictSame(phonesOf('+1 310 246 1501, 22'), ['+1 310 246 1501, 22'], 'an extension is no number');
  t.strictSame(splitList('a; b, c;;'), ['a', 'b, c']);
  t.strictSame(splitList('a, b'), ['a', 'b']);
  t.equal(withoutPrefix('l:123'), '123');
  t.equal(withoutPrefix('cal:1'), 'cal:1');
  t.equal(parseConsent('Opted out'), 'denied');
  t.equal(parseConsent('granted'), 'granted');
  t.equal(parseConsent('maybe'), undefined);
  t.ok(isOptOut('Yes') && isOptOut('unsubscribed') && !isOptOut('No') && !isOptOut(''));
});

t.test('timeframes end where they end', async (t) => {
  const table: [string, number | undefined][] = [
    ['immediately', 0],
    ['ASAP', 0],
    ['within 3 months', 90],
    ['1-3 months', 90],
    ['2 weeks', 14],
    ['30', 30],
    ['next year', undefined],
    ['6+ months', undefined],
    ['more than 12 months', undefined],
    ['just looking', undefined],
  ];
  for (const [text, days] of table) t.equal(parseTimeframe(text), days, text);
});

t.test('channels by the words of real source lists', async (t) => {
  const table: Record<string, string | undefined> = {
    'Employee Referral': 'referral',
    Reference: 'referral',
    'Referral Sites': 'inbound_content',
    'Trade Show': 'event',
    'Seminar - Internal': 'event',
    'Purchased List': 'purchased_list',
    'Social Media': 'social_media',
    Facebook: 'social_media',
    LinkedIn: 'linkedin',
    Google: 'inbound_content',
    ORGANIC_SEARCH: 'inbound_content',
    PAID_SEARCH: 'direct_response',
    'Pay per Click Ads': 'direct_response',
    'Cold Call': 'direct_response',
    'Direct Traffic': 'inbound_content',
    youtubechannel: 'inbound_content',
    'Olark Chat': 'live_chat',
    'Web Form': 'web_form',
    Web: 'web_form',
    EMAIL_MARKETING: 'email_marketing',
    Newsletter: 'email_marketing',
    'Word of mouth': 'word_of_mouth',
    'Chamber of commerce': 'networking',
    win_back: 'win_back',
    Other: 'other',
    Welingak: undefined,
  };
  for (const [name, channel] of Object.entries(table)) t.equal(channelOf(name), channel, name);
});

t.test('Retry-After in seconds and as a date', async (t) => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  t.equal(retryAfterMs('3', now), 3000);
  t.equal(retryAfterMs('Thu, 01 Jan 2026 00:00:05 GMT', now), 5000);
  t.equal(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now), 0);
  t.equal(retryAfterMs('soon', now), undefined);
  t.equal(retryAfterMs(null, now), undefined);
});

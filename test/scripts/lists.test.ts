/** How files of any shape are read. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import t from 'tap';
import { UsageError } from '../../src/command.js';
import { isBlank, parseCells, startCells } from '../../src/services/imports/reading/cells.js';
import { detectLayout } from '../../src/services/imports/reading/layout.js';
import { delimited, readFile, readList } from './lists.js';

const folder = t.testdir();
const DATA = '../shared/data';
const NAMES = [
  'Zoë Łęcka',
  'Jürgen Müller',
  'François Lefèvre',
  'Søren Ångström',
  'José Muñoz',
  'Björn Gößl',
  'Anaïs Bœuf',
];

t.test('encodings are detected from the bytes', async (t) => {
  const western = NAMES.filter((name) => !/[Łę]/.test(name)).map(
    (name, index) => `${name}|p${index}@x.example|Straße ${index}`,
  );
  const text = delimited(['Name|E-Mail|Straße', ...western]);
  const cyrillic = delimited([
    'Name|Email|Город',
    ...'Иванов Иван|Пётр Смирнов|Сергей Кузнецов|Мария Попова|Анна Соколова'
      .split('|')
      .map((name, i) => `${name}|p${i}@x.example|Санкт-Петербург`),
  ]);
  const polish = delimited([
    'Name|Email',
    ...'Łukasz Wiśniewski|Małgorzata Wójcik|Paweł Dąbrowski|Elżbieta Zając'
      .split('|')
      .map((name) => `${name}|p@x.example`),
  ]);
  const table: [string, string, boolean, string][] = [
    ['utf-8', text, false, 'utf-8'],
    ['utf-8', text, true, 'utf-8'],
    ['utf-16le', text, true, 'utf-16le'],
    ['utf-16be', text, true, 'utf-16be'],
    ['utf-16le', text, false, 'utf-16le'],
    ['windows-1252', text, false, 'windows-1252'],
    ['windows-1251', cyrillic, false, 'windows-1251'],
    ['windows-1250', polish, false, 'windows-1250'],
  ];
  for (const [encoding, content, bom, expected] of table) {
    const { source, leads } = await readList(folder, 'encoded.csv', content, { encoding, bom });
    t.equal(source.detected.encoding, expected, `${encoding}${bom ? ' with' : ' without'} mark`);
    const [first = ''] = content.split('\r\n').slice(1);
    t.equal(leads[0]?.name, first.split(',')[0]);
  }
  for (const name of NAMES.slice(1)) {
    const { leads } = await readList(folder, 'one.csv', delimited(['Name|Email', `${name}|p@x.example`]), {
      encoding: 'windows-1252',
    });
    t.equal(leads[0]?.name, name, 'one name is enough for Western');
  }
  const { leads } = await readList(folder, 'given.csv', text, { encoding: 'cp850', args: ['--encoding', 'cp850'] });
  t.equal(leads[0]?.name, 'Jürgen Müller');
  await t.rejects(readList(folder, 'given.csv', text, { args: ['--encoding', 'klingon'] }), UsageError);
});

t.test('one broken byte does not turn a UTF-8 file into another', async (t) => {
  const text = delimited(['Name|Email', ...NAMES.map((name, index) => `${name}|p${index}@x.example`)]);
  const file = join(t.testdir(), 'damaged.csv');
  writeFileSync(
    file,
    Buffer.concat([iconv.encode(text, 'utf-8'), Buffer.from([0xff]), Buffer.from(' Last,z@x.example\r\n')]),
  );
  const { source, leads } = await readFile(file);
  t.equal(source.detected.encoding, 'utf-8');
  t.ok(source.detected.damaged);
  t.equal(leads[1]?.name, 'Jürgen Müller');
});

t.test('rows come out as they went in, however the file is cut into pieces', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', '"', ',', ';', '\t', '\n', '7'), maxLength: 6 });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (rows, delimiter, newline, size) => {
        // A quoted cell keeps its blanks and line breaks.
        const text = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter) + newline)
          .join('');
        const cells = startCells({ delimiter, quote: '"' });
        const read: string[][] = [];
        for (let at = 0; at < text.length; at += size)
          for (const row of cells.push(text.slice(at, at + size))) read.push(row.cells);
        for (const row of cells.end()) read.push(row.cells);
        const filled = (all: string[][]) => JSON.stringify(all.filter((row) => !isBlank(row)));
        return filled(read) === filled(rows);
      },
    ),
    { numRuns: 300 },
  );
});

t.test('csv-spectrum reads as it should', { skip: !existsSync(`${DATA}/csv-spectrum`) && 'no data' }, async (t) => {
  for (const name of readdirSync(`${DATA}/csv-spectrum/csvs`)) {
    if (name.startsWith('location')) continue;
    const text = readFileSync(`${DATA}/csv-spectrum/csvs/${name}`, 'utf8');
    const expected: Record<string, string>[] = JSON.parse(
      readFileSync(`${DATA}/csv-spectrum/json/${name.replace('.csv', '.json')}`, 'utf8'),
    );
    const [header = [], ...rows] = parseCells(text, { delimiter: ',', quote: '"' }).filter((row) => row.length > 1);
    const read = rows.map((row) => Object.fromEntries(header.map((key, index) => [key, row[index]])));
    const unix = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('\\r\\n', '\\n'));
    t.strictSame(unix(read), unix(expected), name);
  }
});

t.test('delimiters, quotes and headers', async (t) => {
  const layoutOf = (text: string) => detectLayout(text, true);
  t.equal(layoutOf('Name;Revenue\nA;1,5\nB;2,5\n').delimiter, ';', 'decimal commas don’t mislead');
  t.equal(layoutOf('Name|Email\nA, B|a@x.example\nC, D|c@x.example\n').delimiter, '|');
  t.equal(layoutOf('sep=;\nName;Email\nA;a@x.example\n').delimiter, ';');
  t.strictSame(layoutOf('sep=;\nName;Email\nA;a@x.example\n').headers, ['Name', 'Email']);
  t.equal(layoutOf("'Name','Email'\n'O, B','a@x.example'\n").quote, "'");
  t.strictSame(layoutOf('Email\na@x.example\n').headers, ['Email'], 'a single column');
  t.strictSame(layoutOf('Name,,Name,name\nA,1,B,C\n').headers, ['Name', 'Column 2', 'Name (2)', 'name (3)']);
  t.strictSame(layoutOf('Report,,\nof today,,\n\nName,Email,City\nA,a@x.example,X\n').headers, [
    'Name',
    'Email',
    'City',
  ]);
  t.strictSame(layoutOf('\ufeffName\u200b,  E-Mail\t\n').headers, ['Name', 'E-Mail']);
});

t.test('ragged and blank rows, repeated headers, long cells', async (t) => {
  const text =
    'Name,Email,Notes\r\nA,a@x.example,n,surplus\r\n\r\n  ,  ,\r\nB,b@x.example\r\nName,Email,Notes\r\nC,c@x.example,"a\r\nb"\r\n';
  const { source, leads, skipped } = await readList(folder, 'ragged.csv', text);
  t.strictSame(
    leads.map((lead) => lead.name),
    ['B', 'C'],
  );
  t.match(skipped, [/4 cells for 3 columns/, 'header repeated among the rows']);
  t.equal(leads[1]?.description, 'a\nb');
  t.match(source.profile, { rows: 3, longRows: 1, shortRows: 1 });
  const long = await readList(folder, 'long.csv', `Name,Notes,Essay\nA,${'n'.repeat(6000)},${'e'.repeat(3000)}\n`);
  t.equal(long.leads[0]?.description?.length, 5000);
  t.equal(String(long.leads[0]?.attributes?.Essay).length, 2000);
});

t.test('a quotation mark that never closes does not swallow the list', async (t) => {
  const text = `Name,Size,Email\nA,"12 inch,a@x.example\n${Array.from({ length: 50 }, (_, i) => `P${i},1,p${i}@x.example\n`).join('')}`;
  const { leads } = await readList(folder, 'quotes.csv', text);
  t.equal(leads.length, 51);
  t.equal(leads[0]?.email, 'a@x.example');
});

t.test('columns without a field become typed attributes, at most a hundred', async (t) => {
  const typed = await readList(
    folder,
    'typed.csv',
    delimited([
      'Name|Visits|Ratio|Code|Hot|Price|Share|Mixed|Asst. Phone',
      'A|12|1.5|007|true|$1,200.50|45%|1|5551234567',
      'B|1,000|-2|010|No|$3|5.5%|x|5551234568',
    ]),
  );
  t.strictSame(
    typed.leads.map((lead) => lead.attributes),
    [
      {
        Visits: 12,
        Ratio: 1.5,
        Code: '007',
        Hot: true,
        Price: 1200.5,
        Share: 45,
        Mixed: '1',
        'Asst. Phone': '5551234567',
      },
      {
        Visits: 1000,
        Ratio: -2,
        Code: '010',
        Hot: false,
        Price: 3,
        Share: 5.5,
        Mixed: 'x',
        'Asst. Phone': '5551234568',
      },
    ],
  );
  const european = await readList(
    folder,
    'comma.csv',
    delimited(['Name|Umsatz|Besuche', 'A|22.700,00 €|1.234', 'B|1.000.000,50 €|5.678'], ';'),
  );
  t.strictSame(european.leads[0]?.attributes, { Umsatz: '22.700,00 €', Besuche: 1234 }, 'euros are not dollars');
  const headers = Array.from({ length: 120 }, (_, index) => `Field ${index}`);
  const wide = await readList(
    folder,
    'wide.csv',
    delimited([
      ['Name', ...headers],
      ['A', ...headers.map(String)],
    ]),
  );
  t.equal(Object.keys(wide.leads[0]?.attributes ?? {}).length, 100);
  t.match(wide.source.notes.join('\n'), /at most 100 attributes.*"Field 119"/s);
});

t.test('values overrule what a header promises', async (t) => {
  const { uses, leads } = await readList(
    folder,
    'promises.csv',
    delimited([
      'ID|Title|Name|Phone|Campaign|Region|Email',
      '7|Mr.|A|home|1|UK|a@x.example',
      '7|Mrs.|B|work|2|Germany|b@x.example',
      '7|Dr|C|home|3|US|c@x.example',
    ]),
  );
  t.strictSame(uses, { Name: 'name', Region: 'country', Email: 'email' });
  t.match(leads[0], { country: 'UK', attributes: { ID: '7', Title: 'Mr.', Phone: 'home' } });
  const states = await readList(folder, 'states.csv', delimited(['Name|State', 'A|CA', 'B|DE', 'C|IN']));
  t.equal(states.uses.State, 'region', 'all may be states of the USA');
});

t.test('dates of a column decide their order together', async (t) => {
  const read = async (dates: string[], args: string[] = []) => {
    const { leads, source } = await readList(
      folder,
      'dates.csv',
      delimited(['Name|Created Date', ...dates.map((date, i) => `P${i}|${date}`)]),
      { args },
    );
    return { first: leads[0]?.occurredAt?.slice(0, 10), note: /both ways/.test(source.notes.join()) };
  };
  t.strictSame(await read(['3/4/2021', '25/12/2021']), { first: '2021-04-03', note: false });
  t.strictSame(await read(['3/4/2021', '12/25/2021']), { first: '2021-03-04', note: false });
  t.strictSame(await read(['3/4/2021']), { first: '2021-03-04', note: true });
  t.strictSame(await read(['3/4/2021'], ['--country', 'GB']), { first: '2021-04-03', note: true });
  t.strictSame(await read(['3/4/2021'], ['--date-order', 'dmy']), { first: '2021-04-03', note: false });
  const future = await readList(folder, 'future.csv', delimited(['Name|Created Date', 'A|2120-01-01']));
  t.notOk(future.leads[0]?.occurredAt, 'no lead comes from the future');
  t.match(future.leads[0]?.attributes, { 'Created Date': '2120-01-01' });
});

t.test('one column of names: persons or organizations', async (t) => {
  const kindOf = async (...lines: string[]) =>
    (await readList(folder, 'names.csv', delimited(lines))).source.mapping.kind;
  t.equal(
    await kindOf('Name|Email', 'Maria Rossi|a@x.example', 'John Smith|b@x.example', 'Priya Nair|c@x.example'),
    'person',
  );
  t.equal(
    await kindOf('Name|Phone|Type', 'Golden Dragon Restaurant|1|chinese', "Art's Deli|2|deli", 'Hotel Bel-Air|3|hotel'),
    'organization',
  );
  t.equal(await kindOf('Name|Gender', 'Golden Dragon|f', 'Apple Pan|m'), 'person');
  t.equal(await kindOf('Name|Company', 'Golden Dragon|X', 'Apple Pan|Y'), undefined, 'the service decides');
  const asked = await readList(folder, 'asked.csv', delimited(['Name', 'Golden Dragon']), {
    args: ['--kind', 'organization'],
  });
  t.equal(asked.leads[0]?.kind, 'organization');
});

t.test('--map decides, and says what it does not know', async (t) => {
  const text = delimited(['Kontakt|Zusatz|Name|Geheim', 'a@x.example|7|A|s']);
  const { leads } = await readList(folder, 'map.csv', text, {
    args: [
      '--map',
      'kontakt=email',
      '--map',
      'Zusatz=attributes.level',
      '--map',
      'Geheim=ignore',
      '--source',
      'Fair',
      '--channel',
      'event',
      '--country',
      'germany',
    ],
  });
  t.strictSame(leads[0], {
    kind: 'person',
    name: 'A',
    email: 'a@x.example',
    country: 'DE',
    source: { channel: 'event', name: 'Fair' },
    attributes: { level: 7 },
  });
  await t.rejects(readList(folder, 'map.csv', text, { args: ['--map', 'Nope=email'] }), /no column "Nope"/);
  await t.rejects(readList(folder, 'map.csv', text, { args: ['--map', 'Name=nope'] }), /no field "nope"/);
  await t.rejects(readList(folder, 'map.csv', text, { args: ['--channel', 'nope'] }), UsageError);
});

t.test('a list without names of columns still gives its addresses', async (t) => {
  const { source, leads } = await readList(
    folder,
    'bare.csv',
    delimited(['Ada|Byron|ada@x.example', 'Bob|Reed|bob@y.example']),
  );
  t.equal(source.detected.headerRow, undefined);
  t.strictSame(
    leads.map((lead) => lead.email),
    ['ada@x.example', 'bob@y.example'],
  );
});

t.test('numbers without a country', async (t) => {
  const american = ['310-475-3585', '310/246-1501', '(818) 762-1221', '805-498-4049', '1 212 555 0100'];
  const us = await readList(
    folder,
    'us.csv',
    delimited(['Name|Phone', ...american.map((phone, i) => `P${i}|${phone}`)]),
  );
  t.equal(us.source.mapping.phonePrefix, '+1');
  t.strictSame(
    us.leads.map((lead) => lead.phone),
    ['+1 310-475-3585', '+1 310/246-1501', '+1 (818) 762-1221', '+1 805-498-4049', '+1 212 555 0100'],
  );
  const indian = ['9876543210', '8123456789', '7012345678', '9000012345', '6300112233'];
  const other = await readList(
    folder,
    'in.csv',
    delimited(['Name|Phone', ...indian.map((phone, i) => `P${i}|${phone}`)]),
  );
  t.equal(other.source.mapping.phonePrefix, undefined, 'ten digits are not enough');
});

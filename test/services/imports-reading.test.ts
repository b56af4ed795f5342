/** Lists of every format, encoding and damage as tables. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import t from 'tap';
import { AppError } from '../../src/services/errors.js';
import { openTable, type TableOptions } from '../../src/services/imports/reading/tables.js';

const CASES = '../shared/cases/files';

async function read(content: Uint8Array | string, options: TableOptions = {}, size = 65_536) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const { detected, header, notes, blocks } = await openTable(pieces(), options);
  const rows: string[][] = [];
  const numbers: number[] = [];
  const faulty: string[] = [];
  for await (const block of blocks) {
    t.ok(block.rows.length <= 1_000);
    rows.push(...block.rows);
    numbers.push(...block.numbers);
    faulty.push(...block.faulty.map(({ number, reason }) => `${number}: ${reason}`));
  }
  return { detected, header, notes, rows, numbers, faulty };
}

/** Why a list is refused. */
const refusalOf = (content: Uint8Array | string, options: TableOptions = {}): Promise<string> =>
  read(content, options).then(
    () => 'it was read',
    (error: unknown) => (error instanceof AppError ? error.detail : String(error)),
  );

const NAMES: readonly [string, readonly string[], readonly string[]][] = [
  ['Turkish', ['windows-1254'], ['Işık Yıldırım', 'Mehmet Öztürk', 'Ayşe Çelik', 'Gülşen Doğan', 'Çağla Güneş']],
  ['Japanese', ['shift_jis', 'euc-jp'], ['田中太郎', '山田花子', '佐藤健', '鈴木一郎', '高橋美咲', '渡辺直人']],
  ['Chinese', ['gb18030'], ['王小明', '李娜', '张伟', '刘洋', '陈静', '杨帆', '赵磊', '黄丽']],
  ['Taiwanese', ['big5'], ['王小明', '張偉', '劉洋', '陳靜', '楊帆', '趙磊', '黃麗']],
  ['Korean', ['euc-kr'], ['김철수', '이영희', '박지훈', '최민수', '정수진', '강하늘']],
  ['Russian', ['windows-1251', 'koi8-r'], ['Иван Петров', 'Анна Смирнова', 'Сергей Кузнецов', 'Ольга Попова']],
  ['Greek', ['windows-1253'], ['Γιώργος Παπαδόπουλος', 'Μαρία Νικολάου', 'Ζαφείρης Μπαλτατζή']],
  ['Polish', ['windows-1250', 'iso-8859-2'], ['Łukasz Wójcik', 'Małgorzata Zając', 'Paweł Dąbrowski']],
  ['Czech', ['windows-1250'], ['Jiří Dvořák', 'Tomáš Černý', 'Lucie Procházková', 'Zdeněk Němec']],
  ['Hungarian', ['windows-1250'], ['Kovács Győző', 'Szabó Ágnes', 'Tóth Ödön', 'Fűzfa Ernő']],
  ['German', ['windows-1252', 'macintosh'], ['Jürgen Müller', 'Björn Weiß', 'Käthe Köhler']],
  ['French', ['windows-1252'], ['Hélène Lefèvre', 'François Gérard', 'Zoé Bézier']],
  ['Icelandic', ['windows-1252'], ['Guðrún Þórsdóttir', 'Sigurður Jónsson']],
  ['Hebrew', ['windows-1255'], ['יוסי כהן', 'דנה לוי', 'משה פרץ']],
  ['Arabic', ['windows-1256'], ['محمد علي', 'فاطمة حسن', 'أحمد خالد']],
  ['any', ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'], ['Zoë Müller', 'Łukasz', '田中太郎', '😀']],
];

t.test('letters are intact in every encoding, with few names', async (t) => {
  for (const [language, encodings, names] of NAMES) {
    const lines = Array.from({ length: 48 }, (_, index) => [
      names[index % names.length] ?? '',
      `p${index}@acme.example`,
    ]);
    const text = `Name,Email\n${lines.map((line) => line.join(',')).join('\n')}\n`;
    for (const encoding of encodings) {
      const addBOM = encoding.startsWith('utf-16') || encoding.startsWith('utf-32');
      const { rows } = await read(iconv.encode(text, encoding, { addBOM }), {}, 1_000);
      t.strictSame(rows, lines, `${language} in ${encoding}`);
    }
  }
});

t.test('an encoding that shows late, in a file that begins as ASCII', async (t) => {
  const start = `Name,Email\n${'Plain Person,plain@acme.example\n'.repeat(50_000)}`;
  const late = iconv.encode(`${start}Jürgen Müller,j@acme.example\n`, 'windows-1252');
  const { rows, detected } = await read(late);
  t.equal(rows.length, 50_001);
  t.strictSame(rows.at(-1), ['Jürgen Müller', 'j@acme.example']);
  t.equal(detected.encoding, 'windows-1252');
});

t.test('a stray quotation mark costs its own row at most', async (t) => {
  const table: [string, string, string[][], RegExp[]][] = [
    [
      'goes on after the mark',
      'n,e\n"Acme" GmbH,a\nFoo,b\n"Bar, Inc",c\n',
      [
        ['Acme GmbH', 'a'],
        ['Foo', 'b'],
        ['Bar, Inc', 'c'],
      ],
      [],
    ],
    [
      'inner marks',
      'n,e\n"He said "hi, there" to me",d\nFoo,b\n',
      [
        ['He said "hi, there" to me', 'd'],
        ['Foo', 'b'],
      ],
      [],
    ],
    [
      'never closed, and the cells are right',
      'n,s,e\nA,"12 inch,a\nB,1,b\n',
      [
        ['A', '"12 inch', 'a'],
        ['B', '1', 'b'],
      ],
      [],
    ],
    [
      'never closed',
      'n,e\nA,a\n"Acme, Inc,x\nB,b\nC,c\n',
      [
        ['A', 'a'],
        ['B', 'b'],
        ['C', 'c'],
      ],
      [/^3: A quotation mark is not closed/],
    ],
    [
      'line breaks in a cell',
      'n,e\r\n"a\r\nb",x\r\nB,y\r\n',
      [
        ['a\nb', 'x'],
        ['B', 'y'],
      ],
      [],
    ],
    [
      'bare carriage returns',
      'n,e\rA,a\rB,b\r',
      [
        ['A', 'a'],
        ['B', 'b'],
      ],
      [],
    ],
  ];
  for (const [name, text, expected, faults] of table) {
    const { rows, faulty } = await read(text);
    t.strictSame(rows, expected, name);
    t.match(faulty, faults, name);
    t.equal(faulty.length, faults.length, name);
  }
});

t.test('a row of any length is refused with its place, and the rest is read', async (t) => {
  const long = Buffer.from(`Name,Email\nA,a\n${'x'.repeat(5_000_000)}\nB,b\n"${'y'.repeat(3_000_000)}\nC,c\n`);
  const { rows, numbers, faulty } = await read(long);
  t.strictSame(rows, [
    ['A', 'a'],
    ['B', 'b'],
    ['C', 'c'],
  ]);
  t.strictSame(numbers, [2, 4, 6]);
  t.match(faulty, [/^3: The row has more than 1,048,576 characters/, /^5: The row has more/]);
});

t.test('JSON in all its forms', async (t) => {
  const table: [string, string, string, string[], string[][], RegExp[]][] = [
    [
      'lines',
      'json_lines',
      '{"a":1,"b":{"c":"x"}}\nnope\n{"a":null,"b":{"c":true}}\n',
      ['a', 'b.c'],
      [
        ['1', 'x'],
        ['', 'true'],
      ],
      [/^2: This is no JSON object/],
    ],
    [
      'an array',
      'json_array',
      '[\n{"a":1,\n"b":"}],{"},{"a":2},',
      ['a', 'b'],
      [
        ['1', '}],{'],
        ['2', ''],
      ],
      [],
    ],
    ['a wrapped array', 'json_array', '{"n":2,"results":[{"a":1},{"a":3}],"next":null}', ['a'], [['1'], ['3']], []],
    [
      'answers of a form',
      'json_lines',
      '{"id":"7","field_data":[{"name":"email","values":["x@y.example"]}]}\n',
      ['id', 'email'],
      [['7', 'x@y.example']],
      [],
    ],
    [
      'labelled values',
      'json_lines',
      '{"phone":[{"label":"work","value":"1"},{"label":"home","value":"2"}]}\n',
      ['phone'],
      [['work: 1; home: 2']],
      [],
    ],
    [
      'long integers',
      'json_lines',
      '{"id":12345678901234567890,"t":"a 12345678901234567890"}\n',
      ['id', 't'],
      [['12345678901234567890', 'a 12345678901234567890']],
      [],
    ],
    ['an end that is cut', 'json_array', '[{"a":1},{"a":', ['a'], [['1']], [/^2: The object is not complete/]],
  ];
  for (const [name, format, text, header, rows, faults] of table) {
    for (const size of [1, 7, 65_536]) {
      const got = await read(text, {}, size);
      t.equal(got.detected.format, format, name);
      t.strictSame([got.header, got.rows], [header, rows], `${name} in pieces of ${size}`);
      t.match(got.faulty, faults, name);
      t.equal(got.faulty.length, faults.length, name);
    }
  }
});

t.test('members that come up late are kept', async (t) => {
  const lines = [...Array.from({ length: 1_500 }, (_, index) => `{"a":${index}}`), '{"a":1,"late":"x"}'];
  const { header, rows } = await read(lines.join('\n'), {}, 1_000);
  t.strictSame(header, ['a', 'Other members']);
  t.strictSame(rows.at(-1), ['1', '{"late":"x"}']);
});

t.test('only titles before a table and the footer after it are no rows, and a note says so', async (t) => {
  const footer =
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information - Do Not Distribute"\n"Generated By:  Jane Roe  11/29/2026 9:00 AM"\n';
  const table: [string, string, string[], number[], RegExp[]][] = [
    ['a short header', 'email,last name\na@x.example\nb@x.example,B,extra,more', ['email', 'last name'], [2, 3], []],
    [
      'a short header, and most rows are longer',
      'email,last name\na@x.example,A\nb@x.example,B,c,d\ne@x.example,E,f,g\n',
      ['email', 'last name'],
      [2, 3, 4],
      [],
    ],
    ['an unknown short header', 'foo,bar\na\nb,c,d,e\n', ['foo', 'bar'], [2, 3], []],
    [
      'no header, and the first row is short',
      'a@x.example,A\nb@x.example,B,c,d\ne@x.example,E,f,g\n',
      ['Column 1', 'Column 2', 'Column 3', 'Column 4'],
      [1, 2, 3],
      [],
    ],
    [
      'titles',
      'Leads of May\nDate,2026-05-01\n\nName,Email,City,Phone\nA,a@x.example,Ulm,\n',
      ['Name', 'Email', 'City', 'Phone'],
      [5],
      [/^2 lines from 1 to 2 \("Leads of May"; "Date, 2026-05-01"\) before the table are left out/],
    ],
    [
      'a footer',
      `Name,Email,City\nA,a@x.example,Ulm\nB,b@x.example,Bonn\n\n\n${footer}`,
      ['Name', 'Email', 'City'],
      [2, 3],
      [/^3 lines from 6 to 8 \("Copyright.*Generated By: Jane Roe.*after the table are left out/],
    ],
    [
      'a footer of a spreadsheet',
      'Name,Email,City\nA,a@x.example,Ulm\nConfidential,,\n',
      ['Name', 'Email', 'City'],
      [2],
      [/^Line 3 \("Confidential"\) after the table is left out/],
    ],
    ['a name alone', 'Name,Email,City\nA,a@x.example,Ulm\nBob,,\n', ['Name', 'Email', 'City'], [2, 3], []],
    ['an address alone', 'Email,Name\na@x.example,A\n\nb@x.example\n', ['Email', 'Name'], [2, 4], []],
    ['a short row among others', 'Name,Email\nA\nB,b@x.example\nC\n', ['Name', 'Email'], [2, 3, 4], []],
  ];
  for (const [name, text, header, numbers, notes] of table) {
    for (const size of [3, 65_536]) {
      const got = await read(text, {}, size);
      t.strictSame([got.header, got.numbers], [header, numbers], name);
      t.match(got.notes, notes, name);
      t.equal(got.notes.length, notes.length, name);
    }
  }
});

t.test('gzip', async (t) => {
  const { rows, detected } = await read(gzipSync('Name,Email\nA,a@x.example\n'));
  t.strictSame(rows, [['A', 'a@x.example']]);
  t.equal(detected.compression, 'gzip');
  const cut = gzipSync('Name,Email\nA,a@x.example\n'.repeat(9_000));
  t.match(await refusalOf(cut.subarray(0, cut.length / 2)), /damaged or not complete/);
  const repeated = gzipSync(Buffer.concat([Buffer.from('Name,Email\n'), Buffer.alloc(120_000_000, 'A,a@x.example\n')]));
  t.match(await refusalOf(repeated), /far more than a list needs/);
});

t.test('a gzip file whose sender ends amid it is an error of the reader, and of nothing else', async (t) => {
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  };
  const lines = Array.from({ length: 40_000 }, () => `${random()},${random()}@x.example`);
  const packed = gzipSync(`Name,Email\n${lines.join('\n')}`);
  for (const share of [0.3, 0.6, 0.95]) {
    async function* pieces() {
      for (let at = 0; at < packed.length * share; at += 65_536) yield packed.subarray(at, at + 65_536);
      throw new AppError('validation_failed', 'The file did not arrive whole.');
    }
    const reading = openTable(pieces(), {}).then(async ({ blocks }) => {
      for await (const block of blocks) t.ok(block.rows);
    });
    await t.rejects(reading, { message: 'The file did not arrive whole.' });
  }
});

t.test('a real workbook', { skip: !existsSync(CASES) && 'no cases' }, async (t) => {
  const { detected, header, rows } = await read(readFileSync(`${CASES}/real.xlsx`));
  t.match(detected, { format: 'workbook', sheet: 'Sheet1', headerRow: 1 });
  t.strictSame(header, ['First Name', 'Last Name', 'Email']);
  t.equal(rows.length, 3);
  t.match(await refusalOf(readFileSync(`${CASES}/real.xlsx`), { sheet: 'Nope' }), /There are: Sheet1/);
});

t.test('what is no list is refused with a reason', async (t) => {
  const table: [string, Uint8Array | string, RegExp][] = [
    ['nothing', '', /empty/],
    ['blanks', ' \n\n ', /empty/],
    ['PDF', '%PDF-1.7 ...', /PDF/],
    ['a page', '<!DOCTYPE html><table></table>', /web page/],
    ['old Excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /old or a protected Excel/],
    ['a damaged workbook', Buffer.from('PK\x03\x04 and nothing else'), /damaged/],
    ['bytes', Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7) % 32)), /no text/],
    ['one line without end', 'x'.repeat(3_000_000), /no list/],
  ];
  for (const [name, content, reason] of table) t.match(await refusalOf(content), reason, name);
});

/** Files that are made to exhaust memory or time are refused, or cost their own rows only. */
import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import t from 'tap';
import { startProfile } from '../../src/core/imports/profile.js';
import { proposeMapping } from '../../src/core/imports/proposal.js';
import { AppError } from '../../src/services/errors.js';
import { importLookups } from '../../src/services/imports/lookups.js';
import { openTable, type RowBlock } from '../../src/services/imports/reading/tables.js';

async function blocksOf(content: Uint8Array | string): Promise<{ header: string[]; blocks: RowBlock[] }> {
  const bytes = Buffer.from(content);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const { header, blocks } = await openTable(pieces());
  const all: RowBlock[] = [];
  for await (const block of blocks) all.push(block);
  return { header, blocks: all };
}

const refusalOf = (content: Uint8Array | string): Promise<string> =>
  blocksOf(content).then(
    () => 'it was read',
    (error: unknown) => (error instanceof AppError ? error.detail : String(error)),
  );
const faultsOf = ({ blocks }: { blocks: RowBlock[] }) => blocks.flatMap(({ faulty }) => faulty);

/** A ZIP file of texts. */
function zipOf(files: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(Buffer.byteLength(text), 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    bodies.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += head.length + name.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, entries, end]);
}

const HEAD =
  '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Email</v></c><c r="B1" t="str"><v>Name</v></c></row>';
const ROW = '<row r="2"><c r="A2" t="str"><v>a@x.example</v></c><c r="B2" t="str"><v>Ada</v></c></row>';
const END = '</sheetData></worksheet>';

const workbookOf = (sheet: string) =>
  zipOf({
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': sheet,
  });

t.test('a workbook with far cells has no empty cells between', async (t) => {
  const far = Array.from({ length: 2_000 }, (_, at) => `<row r="${at + 300}"><c r="XFD${at}"><v>1</v></c></row>`);
  const { header, blocks } = await blocksOf(workbookOf(HEAD + ROW.repeat(300) + far.join('') + END));
  t.strictSame(header, ['Email', 'Name']);
  const rows = blocks.flatMap((block) => block.rows);
  t.equal(rows.length, 2_300);
  t.strictSame(rows.at(-1), ['', '', '1'], 'it is longer than the table, so it is rejected later');
});

t.test('workbooks whose elements, texts or attributes grow without end are refused', async (t) => {
  const long = randomBytes(3_000_000).toString('hex');
  t.match(await refusalOf(workbookOf(HEAD + '<a>'.repeat(200_000))), /nested too deeply/);
  t.match(await refusalOf(workbookOf(`${HEAD}<row><c t="str"><v>${long}</v></c></row>${END}`)), /too long/);
  t.match(await refusalOf(workbookOf(`${HEAD}<row a="${long}"></row>${END}`)), /too long/);
  const pieces = '<v>x</v>'.repeat(200_000);
  t.match(await refusalOf(workbookOf(`${HEAD}<row><c t="str">${pieces}</c></row>${END}`)), /more text than a cell/);
});

t.test('a list has at most 2,000 columns', async (t) => {
  const lineOf = (length: number, text: string) => Array.from({ length }, (_, at) => `${text}${at}`).join();
  const fileOf = (length: number) => `${lineOf(length, 'c')}\n${`${lineOf(length, 'v')}\n`.repeat(3)}`;
  t.equal((await blocksOf(fileOf(2_000))).header.length, 2_000);
  t.match(await refusalOf(fileOf(2_001)), /more than 2,000 columns/);
});

t.test('a row of a million cells is a fault with few cells', async (t) => {
  const table = await blocksOf(`Email,Name\na@x.example,${','.repeat(900_000)}x\nb@x.example,Bob\n`);
  t.match(faultsOf(table), [{ number: 2, reason: 'The row has more than 2,000 cells.' }]);
  t.equal(faultsOf(table)[0]?.cells.length, 2_000);
  t.strictSame(table.blocks[0]?.rows, [['b@x.example', 'Bob']]);
});

t.test('blocks of long rows have fewer rows', async (t) => {
  const { blocks } = await blocksOf(`Email,Note\n${`a@x.example,${'n'.repeat(500_000)}\n`.repeat(60)}`);
  t.equal(blocks.flatMap(({ rows }) => rows).length, 60);
  for (const { rows } of blocks) t.ok(rows.length <= 17, 'a block has about 8 million characters');
});

t.test('objects that are nested too deeply cost their own row', async (t) => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const table = await blocksOf(`{"email":"a@x.example","x":${deep}}\n{"email":"b@x.example"}\n`);
  t.match(faultsOf(table), [{ number: 1, reason: 'The object is nested too deeply.' }]);
  t.strictSame(table.blocks[0]?.rows, [['b@x.example']]);
  const lists = `${'['.repeat(300_000)}${']'.repeat(300_000)}`;
  t.match(faultsOf(await blocksOf(`[{"email":"a@x.example"},{"email":"b@x.example","x":${lists}}]`)), [{ number: 2 }]);
});

t.test('names of wrapping members, many times within each other, take no long time', async (t) => {
  const before = process.cpuUsage();
  t.match(await refusalOf(`{"x":{${'"data":[{'.repeat(100_000)}`), /no objects with members/);
  t.ok(process.cpuUsage(before).user < 5_000_000, 'less than 5 s of processor time');
});

t.test('a profile keeps short copies of values, and counts distinct ones of long lists', async (t) => {
  const profiling = startProfile(['Email', 'Note']);
  for (let row = 0; row < 60_000; row++) profiling.add([`p${row}@x.example`, row % 2 ? 'yes' : `n${row % 10}`]);
  const { columns } = profiling.end();
  t.equal(columns[0]?.distinct, 60_000);
  t.equal(columns[1]?.distinct, 6);
  const long = startProfile(['Note']);
  long.add(['x'.repeat(1_000_000)]);
  t.equal(long.end().columns[0]?.sample[0]?.length, 300);
});

t.test('an unnamed column of e-mail addresses is found in a list of 60,000 rows', async (t) => {
  const header = ['Full name', 'Reach'];
  const profiling = startProfile(header);
  for (let row = 0; row < 60_000; row++) profiling.add([`Ada ${row}`, `p${row}@x.example`]);
  const { mapping } = proposeMapping(header, profiling.end(), { sourceName: 'list', lookups: importLookups });
  t.equal(mapping.columns[1]?.field, 'email');
});

t.test('a column named as the prototype of objects keeps its values', async (t) => {
  t.strictSame((await blocksOf('Email,__proto__\na@x.example,v\n')).header, ['Email', 'Column 2']);
});

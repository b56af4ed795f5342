import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { normalizePersonName } from '../src/core/identity/person-names.js';
import type { LeadFacts } from '../src/core/leads/facts.js';
import { blockingKeysOf } from '../src/core/matching/blocking.js';
import { estimated } from '../src/core/matching/estimate.js';
import { DEFAULT_MATCH_POLICY, type MatchPolicy } from '../src/core/matching/policy.js';
import { type MatchRecord, matchRecordOf } from '../src/core/matching/record.js';
import { countedValues, type MatchStatistics, valueCounts } from '../src/core/matching/statistics.js';
import { weigh } from '../src/core/matching/weigh.js';
import { normalizeEmail } from '../src/services/identity/emails.js';
import type { Figure } from './figures.js';
import { ROOT } from './processes.js';

/** Public data sets with known duplicates, beside the project. */
const DATA = join(ROOT, '..', 'shared', 'data');

type Row = Record<string, string>;
interface DataSet {
  records: MatchRecord[];
  /** Whether two records are one, by their places. */
  areOne: (a: number, b: number) => boolean;
  pairs: number;
}

const FREQUENT_FROM = 3;
const PROBABILITIES = { review: DEFAULT_MATCH_POLICY.review, same: DEFAULT_MATCH_POLICY.same };

/** How well duplicates are found in public data sets, by the default policy and by one that is estimated from the data without labels. */
export function benchMatching(): Figure[] {
  const sets: [string, () => DataSet][] = [
    ['febrl 1', () => febrl('dataset1')],
    ['febrl 2', () => febrl('dataset2')],
    ['fodors and zagat', restaurants],
    ['splink fake 1000', splinkFake],
  ];
  if (!existsSync(DATA)) return [];
  return sets.flatMap(([name, read]) => figuresOf(name, read()));
}

function figuresOf(name: string, { records, areOne, pairs }: DataSet): Figure[] {
  const counts = valueCounts(statisticsOf(records), (value) => value);
  const candidates = candidatePairs(records);
  const found = candidates.filter(([a, b]) => areOne(a, b)).length;
  const compare = (policy: MatchPolicy) =>
    candidates.map(([a, b]) => {
      const { probability, evidence } = weigh(records[a] as MatchRecord, records[b] as MatchRecord, policy, counts);
      return { probability, evidence, isOne: areOne(a, b) };
    });
  const begun = process.cpuUsage();
  const byDefault = compare(DEFAULT_MATCH_POLICY);
  const { user } = process.cpuUsage(begun);
  const fitted = estimated(
    DEFAULT_MATCH_POLICY,
    byDefault.map(({ evidence }) => evidence),
    records.length,
  );
  const figure = (what: string, unit: string, ours: number): Figure => ({
    what: `${name}: ${what}`,
    unit,
    ours,
    notes: [],
  });
  const quality = (label: string, compared: { probability: number; isOne: boolean }[]): Figure[] => [
    ...Object.entries(PROBABILITIES).flatMap(([threshold, least]) => {
      const chosen = compared.filter(({ probability }) => probability >= least);
      const right = chosen.filter(({ isOne }) => isOne).length;
      return [
        figure(`precision at ${threshold}, ${label}`, 'share', right / Math.max(1, chosen.length)),
        figure(`recall at ${threshold}, ${label}`, 'share', right / pairs),
        figure(`candidates of a lead at ${threshold}, ${label}`, 'leads', (2 * chosen.length) / records.length),
      ];
    }),
    figure(`best F1, ${label}`, 'share', bestF1(compared, pairs)),
  ];
  return [
    figure('pairs with a common blocking key', 'share', found / pairs),
    figure('compared leads of a lead', 'leads', (2 * candidates.length) / records.length),
    figure('a comparison', 'us', user / candidates.length),
    ...quality('default', byDefault),
    ...quality('estimated', compare(fitted)),
  ];
}

function bestF1(compared: { probability: number; isOne: boolean }[], pairs: number): number {
  let [right, best] = [0, 0];
  for (const [index, { isOne }] of [...compared].sort((a, b) => b.probability - a.probability).entries()) {
    if (isOne) right += 1;
    best = Math.max(best, (2 * right) / (index + 1 + pairs));
  }
  return best;
}

function candidatePairs(records: readonly MatchRecord[]): [number, number][] {
  const blocks = new Map<string, number[]>();
  for (const [place, record] of records.entries())
    for (const key of blockingKeysOf(record)) blocks.set(key, [...(blocks.get(key) ?? []), place]);
  const pairs = new Map<string, [number, number]>();
  for (const block of blocks.values())
    for (const [index, a] of block.entries()) for (const b of block.slice(index + 1)) pairs.set(`${a} ${b}`, [a, b]);
  return [...pairs.values()];
}

function statisticsOf(records: readonly MatchRecord[]): MatchStatistics {
  const byField = new Map<string, Map<string, number>>();
  for (const record of records)
    for (const [field, value] of countedValues(record)) {
      const values = byField.get(field) ?? new Map<string, number>();
      byField.set(field, values.set(value, (values.get(value) ?? 0) + 1));
    }
  const fields = [...byField].map(([field, values]) => {
    const filled = [...values.values()].reduce((sum, count) => sum + count, 0);
    const equal = [...values.values()].reduce((sum, count) => sum + count * (count - 1), 0);
    const frequent = Object.fromEntries([...values].filter(([, count]) => count >= FREQUENT_FROM));
    return [field, { filled, collision: equal / Math.max(1, filled * (filled - 1)), frequent }] as const;
  });
  return { leads: records.length, fields: Object.fromEntries(fields) };
}

function readRows(file: string): Row[] {
  const { data } = Papa.parse<Row>(readFileSync(join(DATA, file), 'utf8'), {
    ...{ header: true, skipEmptyLines: true, transformHeader: (header: string) => header.trim() },
  });
  return data.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value.trim()])));
}

const given = (text: string | undefined): string | undefined => text || undefined;
const recordOf = (facts: LeadFacts): MatchRecord => matchRecordOf(facts, (text) => text);

/** Records of one person have the same label. */
function labelled(rows: readonly Row[], labelOf: (row: Row) => string, factsOf: (row: Row) => LeadFacts): DataSet {
  const labels = rows.map(labelOf);
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const pairs = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  return { records: rows.map((row) => recordOf(factsOf(row))), areOne: (a, b) => labels[a] === labels[b], pairs };
}

const febrl = (file: string): DataSet =>
  labelled(
    readRows(`febrl/${file}.csv`),
    (row) => row.rec_id?.split('-')[1] ?? '',
    (row) => ({
      kind: 'person',
      ...normalizePersonName({ firstName: given(row.given_name), lastName: given(row.surname) }),
      street: given(`${row.street_number} ${row.address_1}`.trim()),
      city: given(row.suburb),
      postalCode: given(row.postcode),
      region: given(row.state),
      attributes: withoutEmpty({
        dateOfBirth: row.date_of_birth,
        socialId: row.soc_sec_id,
        addressLine: row.address_2,
      }),
    }),
  );

const splinkFake = (): DataSet =>
  labelled(
    readRows('splink-fake1000/fake_1000.csv'),
    (row) => row.cluster ?? '',
    (row) => ({
      kind: 'person',
      ...normalizePersonName({ firstName: given(row.first_name), lastName: given(row.surname) }),
      city: given(row.city),
      emailNormalized: normalizeEmail(row.email ?? '').normalized,
      attributes: withoutEmpty({ dateOfBirth: row.dob }),
    }),
  );

function restaurants(): DataSet {
  const [ours, others] = [readRows('fodors-zagat/fodors.csv'), readRows('fodors-zagat/zagats.csv')];
  const rows = [...ours, ...others];
  const placeOf = (list: readonly Row[], id: string | undefined) => list.findIndex((row) => row.id === id);
  const known = readRows('fodors-zagat/matches_fodors_zagats.csv').map(
    (row) => `${placeOf(ours, row.fodors_id)} ${ours.length + placeOf(others, row.zagats_id)}`,
  );
  const matches = new Set(known);
  const digits = (row: Row) => (row.phone ?? '').replace(/\D/g, '').slice(0, 10);
  return {
    records: rows.map((row) =>
      recordOf({
        ...{ kind: 'organization', organizationName: given(row.name), street: given(row.addr), city: given(row.city) },
        phoneNormalized: digits(row).length === 10 ? `+1${digits(row)}` : undefined,
        attributes: withoutEmpty({ type: row.type }),
      }),
    ),
    areOne: (a, b) => matches.has(`${a} ${b}`),
    pairs: matches.size,
  };
}

const withoutEmpty = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));

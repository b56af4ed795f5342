import type { Static } from 'typebox';
import type { ReportAnswer } from '../../src/http/schemas/metrics.js';
import type { HttpClient } from '../client/http-client.js';
import { table } from '../client/progress.js';
import { expectBody } from './setup.js';

type Answer = Static<typeof ReportAnswer>;
type Row = Answer['rows'][number];

const FUNNEL = ['touches', 'leads_created', 'mqls', 'sqls'] as const;
const RATES = ['lead_rate', 'mql_rate', 'sql_rate'] as const;
const MOST_ROWS = 12;
/** The page is 100 columns wide. */
const NAME_WIDTH = 26;

/** What a lead of marketing or sales looks at first: the funnel by source with its rates, and why leads are disqualified. All numbers are the API's. */
export async function startPage(client: HttpClient): Promise<string> {
  const ask = async (question: object): Promise<Answer> =>
    expectBody(await client.post('/v1/reports/query', { from: SINCE, ...question }), 200, 'ask for a report') as Answer;
  const metrics = [...FUNNEL, ...RATES];
  const [bySource, byReason] = await Promise.all([
    ask({ metrics, groupBy: ['sourceId'], window: 'cohort', orderBy: { metric: 'leads_created' }, limit: MOST_ROWS }),
    ask({ metrics: ['disqualifications'], groupBy: ['reason'], orderBy: { metric: 'disqualifications' }, limit: 5 }),
  ]);
  const numbersOf = ({ values }: Pick<Row, 'values'>): string[] =>
    metrics.map((metric) => shown(values.find((value) => value.metric === metric)));
  const heading = ['source', 'touches', 'leads', 'MQLs', 'SQLs', 'to lead', 'to MQL', 'to SQL'];
  const rows = bySource.rows.map((row) => [nameOf(row), ...numbersOf(row)]);
  const funnel = aligned([heading, ...rows, ['all sources', ...numbersOf({ values: bySource.totals })]]);
  const reasons = byReason.rows.map((row) => [nameOf(row), shown(row.values[0])]);
  return [
    'Start page: funnel by source, of all leads by what they became',
    table(funnel),
    ...(bySource.groups > MOST_ROWS ? [`  the ${MOST_ROWS} of ${bySource.groups} sources with most leads`] : []),
    '',
    'Why leads were disqualified',
    reasons.length === 0 ? '  none was' : table(aligned([['reason', 'leads'], ...reasons])),
  ].join('\n');
}

const SINCE = '2000-01-01T00:00:00Z';

const nameOf = ({ keys: [key] }: Row): string => (key?.name ?? key?.value ?? 'none').slice(0, NAME_WIDTH);

function shown(value: Row['values'][number] | undefined): string {
  if (value?.value === undefined || value.value === null) return '-';
  return value.denominator === undefined ? String(value.value) : `${(value.value * 100).toFixed(1)} %`;
}

/** Numbers are texts here, with their unit: each column but the first is aligned to the right. */
function aligned(rows: readonly (readonly string[])[]): string[][] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) => row.map((cell, index) => (index === 0 ? cell : cell.padStart(widths[index] ?? 0))));
}

import { type Figure, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { LoadResult, ReadRequest } from './load.js';
import { type SeededWorkspace, seedWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import type { Session } from './session.js';

const MANY = 1_000_000;
const FEW = 10_000;
const PAGE = 50;
const DEEP_PAGE = 10_000;
/** Limit of the pages before the measured ones: the largest allowed, so that fewer calls reach the same depth. */
const STRIDE = 200;
const DEEP_SAMPLES = 100;
const REQUESTS_PER_SIDE = 1_500;
const AT_MOST = 1.5;
const LIST = '/v1/leads?category=mql&sortBy=score';
const CATEGORIES = ['mql', 'lead', 'sql', 'suspect'];

interface PageResponse {
  data: { category: string }[];
  nextCursor: string | null;
}

/** Lists fifty leads of a category by score: among 1,000,000 leads against 10,000, and page 10,000 against page 1. */
export async function benchList(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const few = await seedWorkspace(harness, 'Few', FEW);
  const many = await seedWorkspace(harness, 'Many', MANY);
  await vacuumAndCheckpoint(harness);
  const tops = (workspace: SeededWorkspace) =>
    CATEGORIES.map((category) => ({
      path: `/v1/leads?category=${category}&sortBy=score&limit=${PAGE}`,
      key: workspace.key,
    }));
  const bySize = await alternate(harness, tops(few), tops(many));
  const cursors = await readDeepCursors(harness, many);
  const deep = cursors.map((cursor) => ({ path: `${LIST}&limit=${PAGE}&cursor=${cursor}`, key: many.key }));
  const byDepth = await alternate(harness, [{ path: `${LIST}&limit=${PAGE}`, key: many.key }], deep);
  return [
    figure(`list ${PAGE} by category and score, 1,000,000 leads against 10,000, p99`, '10,000 leads', bySize),
    figure(
      `the same of 1,000,000 leads, page ${DEEP_PAGE.toLocaleString('en')} against page 1, p99`,
      'page 1',
      byDepth,
    ),
  ];
}

function figure(what: string, against: string, { latencies }: LoadResult): Figure {
  const [few, many] = latencies;
  if (!few || !many) throw new Error('a side was not measured');
  const ratio = many.p99 / few.p99;
  const notes = [
    `p50 ${number(many.p50)} ms against ${number(few.p50)} ms; ${REQUESTS_PER_SIDE} requests each, in turn`,
  ];
  return {
    what,
    unit: 'ms',
    ours: many.p99,
    against: { what: against, value: few.p99, ratio, atMost: AT_MOST },
    notes,
  };
}

type Read = Omit<ReadRequest, 'group'>;

/**
 * Alternates the sides on one connection, so that other load of the machine affects both. The first run is a warm-up.
 */
async function alternate(harness: Harness, base: readonly Read[], tested: readonly Read[]): Promise<LoadResult> {
  const list = Array.from({ length: REQUESTS_PER_SIDE * 2 }, (_, index): ReadRequest => {
    const side = index % 2 === 0 ? base : tested;
    const read = side[Math.floor(index / 2) % side.length];
    if (!read) throw new Error('nothing to read');
    return { ...read, group: index % 2 };
  });
  const run = (requests: readonly ReadRequest[]) =>
    harness.load({ port: harness.port, connections: 1, requests: { kind: 'reads', list: requests } });
  await run(list.slice(0, REQUESTS_PER_SIDE / 3));
  return run(list);
}

/** Reads the list down to `DEEP_PAGE` and returns the cursors of the pages around it. */
async function readDeepCursors(harness: Harness, { key }: SeededWorkspace): Promise<string[]> {
  let cursor: string | null = null;
  let page = 1;
  const next = async (limit: number): Promise<string> => {
    const after = cursor === null ? '' : `&cursor=${cursor}`;
    const response: PageResponse = await harness.call('GET', `${LIST}&limit=${limit}${after}`, undefined, key);
    if (response.nextCursor === null || response.data.length !== limit)
      throw new Error(`the list ended before page ${page}`);
    page += limit / PAGE;
    return response.nextCursor;
  };
  while (page < DEEP_PAGE - DEEP_SAMPLES / 2) cursor = await next(STRIDE);
  const cursors: string[] = [];
  while (cursors.length < DEEP_SAMPLES) {
    cursor = await next(PAGE);
    cursors.push(cursor);
  }
  return cursors;
}

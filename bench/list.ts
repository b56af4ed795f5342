import type { Figure } from './figures.js';
import { number } from './figures.js';
import type { LoadResult, ReadRequest } from './load.js';
import { type Rig, startRig } from './rig.js';
import { type SeededWorkspace, seedWorkspace, settle } from './seed.js';
import type { Session } from './session.js';

const MANY = 1_000_000;
const FEW = 10_000;
const PAGE = 50;
const DEEP_PAGE = 10_000;
/** Pages of the largest size get to the same place with fewer calls; the last ones are walked in pages of fifty. */
const STRIDE = 200;
const DEEP_SAMPLES = 100;
const REQUESTS_PER_SIDE = 1_500;
const AT_MOST = 1.5;
const LIST = '/v1/leads?category=mql&sortBy=score';
const CATEGORIES = ['mql', 'lead', 'sql', 'suspect'];

interface PageAnswer {
  data: { category: string }[];
  nextCursor: string | null;
}

/** Fifty leads by category in the order of their score: of many leads against few, and far down against at the top. */
export async function benchList(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  const few = await seedWorkspace(rig, 'Few', FEW);
  const many = await seedWorkspace(rig, 'Many', MANY);
  await settle(rig);
  const tops = (workspace: SeededWorkspace) =>
    CATEGORIES.map((category) => ({
      path: `/v1/leads?category=${category}&sortBy=score&limit=${PAGE}`,
      key: workspace.key,
    }));
  const bySize = await alternate(rig, tops(few), tops(many));
  const cursors = await walk(rig, many);
  const deep = cursors.map((cursor) => ({ path: `${LIST}&limit=${PAGE}&cursor=${cursor}`, key: many.key }));
  const byDepth = await alternate(rig, [{ path: `${LIST}&limit=${PAGE}`, key: many.key }], deep);
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

/** One connection, the sides in turn, so that whatever else the machine does falls on both. The first run warms up. */
async function alternate(rig: Rig, base: readonly Read[], tested: readonly Read[]): Promise<LoadResult> {
  const list = Array.from({ length: REQUESTS_PER_SIDE * 2 }, (_, index): ReadRequest => {
    const side = index % 2 === 0 ? base : tested;
    const read = side[Math.floor(index / 2) % side.length];
    if (!read) throw new Error('nothing to read');
    return { ...read, group: index % 2 };
  });
  const run = (requests: readonly ReadRequest[]) =>
    rig.load({ port: rig.port, connections: 1, requests: { kind: 'reads', list: requests } });
  await run(list.slice(0, REQUESTS_PER_SIDE / 3));
  return run(list);
}

/** Cursors of the pages around the deep one. */
async function walk(rig: Rig, { key }: SeededWorkspace): Promise<string[]> {
  let cursor: string | null = null;
  let page = 1;
  const next = async (limit: number): Promise<string> => {
    const after = cursor === null ? '' : `&cursor=${cursor}`;
    const answer: PageAnswer = await rig.call('GET', `${LIST}&limit=${limit}${after}`, undefined, key);
    if (answer.nextCursor === null || answer.data.length !== limit)
      throw new Error(`the list ended before page ${page}`);
    page += limit / PAGE;
    return answer.nextCursor;
  };
  while (page < DEEP_PAGE - DEEP_SAMPLES / 2) cursor = await next(STRIDE);
  const cursors: string[] = [];
  while (cursors.length < DEEP_SAMPLES) {
    cursor = await next(PAGE);
    cursors.push(cursor);
  }
  return cursors;
}

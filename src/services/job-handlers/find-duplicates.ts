import type { FindDuplicatesShape } from '../../core/jobs/shapes.js';
import { groupsOf, regroupedPairs } from '../../core/matching/groups.js';
import { storedRecord } from '../../core/matching/record.js';
import { NO_STATISTICS } from '../../core/matching/statistics.js';
import type { FoundPair } from '../../db/repositories/duplicate-pairs.js';
import type { StoredStatistics } from '../../db/repositories/match-statistics.js';
import {
  type ComparedLead,
  comparedLead,
  comparedOfRead,
  comparison,
  hashedStatistics,
  POLICY,
} from '../duplicates/compare.js';
import { BEFORE_ALL, type JobHandler, type Step } from '../jobs/kinds.js';

/** Leads that one step reads. */
const READ = 1_000;
/** Leads whose keys one step compares, about. */
const COMPARED = 60_000;
/** Leads in memory at a time. */
const LOADED = 4_000;
/** Most pairs that a transaction saves, so that other writers wait only briefly. */
const SAVED = 1_000;
const KEYS = 2 ** 53;

type ScanStep = Step<'find_duplicates'>;
type Cursor = FindDuplicatesShape['cursor'];

/**
 * Finds the pairs of leads that may be one. First it reads all leads that have changed since the last scan, then it counts how frequent values are, then it compares
 * leads with a blocking key in common, a range of keys at a time, and at last it joins pairs to groups.
 */
export function findDuplicatesHandler(): JobHandler<'find_duplicates'> {
  return async (step) => {
    const { cursor } = step;
    if (cursor === undefined) {
      return begin(step);
    }
    if (cursor.phase === 'read') return readLeads(step, cursor);
    if (cursor.phase === 'compare') return compareSlice(step, cursor);
    return joinPairs(step, cursor);
  };
}

/** From now on leads that this scan reads count as changed, until it has compared them. */
async function begin({ id, read, write }: ScanStep): Promise<void> {
  const total = await read.matchStatistics.count();
  await write(async (scope) => {
    const known = (await scope.matchStatistics.find()) ?? NOTHING_COUNTED(scope.now);
    const { unfinishedScanIds } = known;
    await scope.matchStatistics.save({ ...known, unfinishedScanIds: [...unfinishedScanIds, id] });
    return { cursor: { phase: 'read', afterId: BEFORE_ALL, changed: 0, unfinishedScanIds }, done: 0, total };
  });
}

const NOTHING_COUNTED = (now: number): StoredStatistics => ({
  statistics: NO_STATISTICS,
  crowdedKeys: [],
  countedAt: now,
  unfinishedScanIds: [],
});

async function readLeads(step: ScanStep, cursor: Extract<Cursor, { phase: 'read' }>): Promise<void> {
  const { read, context, done } = step;
  const next = await read.matchLeads.next(cursor.afterId, READ, cursor.unfinishedScanIds);
  const last = next.at(-1);
  if (last === undefined) return countValues(step, cursor.changed);
  const changedIds = next.flatMap(({ id, changed }) => (changed || step.params.all ? [id] : []));
  const leads = await read.leads.findMany(changedIds);
  const rows = leads.map((lead) => {
    const { leadId, keys, record } = comparedLead(context.workspaceId, lead);
    return { leadId, version: lead.version, keys: [...keys], record: storedRecord(record), scanId: step.id };
  });
  await step.write(async (scope) => {
    if (rows.length > 0) await scope.matchLeads.save(rows);
    const changed = cursor.changed + rows.length;
    return { cursor: { ...cursor, afterId: last.id, changed }, done: done + next.length };
  });
}

async function countValues({ read, write, done }: ScanStep, changed: number): Promise<void> {
  const [statistics, crowdedKeys] = await Promise.all([
    read.matchStatistics.countValues(),
    read.matchStatistics.crowdedKeys(),
  ]);
  const slices = Math.max(1, Math.ceil(statistics.leads / COMPARED));
  await write(async (scope) => {
    const known = (await scope.matchStatistics.find()) ?? NOTHING_COUNTED(scope.now);
    const counted = { statistics: hashedStatistics(statistics), crowdedKeys, countedAt: scope.now };
    await scope.matchStatistics.save({ ...known, ...counted });
    return { cursor: { phase: 'compare', slice: 0, slices, compared: 0, changed }, done };
  });
}

async function compareSlice(step: ScanStep, cursor: Extract<Cursor, { phase: 'compare' }>): Promise<void> {
  const { slice, slices, changed } = cursor;
  const { id: scanId, read, done } = step;
  const stored = await read.matchStatistics.find();
  const width = Math.ceil(KEYS / slices);
  const blocks = await read.matchLeads.blocks(slice * width, Math.min(KEYS, (slice + 1) * width), scanId);
  const found: FoundPair[] = [];
  let compared = 0;
  for (const part of partsOf(blocks)) {
    step.signal?.throwIfAborted();
    const pairs = await pairsIn(step, part, stored);
    compared += pairs.compared;
    found.push(...pairs.found);
  }
  for (let at = 0; at + SAVED < found.length; at += SAVED) {
    const pairs = found.slice(at, at + SAVED);
    await step.write(async (scope) => {
      await scope.duplicatePairs.save(pairs);
      return { cursor, done };
    });
  }
  await step.write(async (scope) => {
    const rest = found.slice(found.length - (found.length % SAVED || SAVED));
    if (rest.length > 0) await scope.duplicatePairs.save(rest);
    const next = { ...cursor, slice: slice + 1, compared: cursor.compared + compared };
    if (next.slice < slices) return { cursor: next, done };
    await scope.duplicatePairs.removeStale(scanId);
    return { cursor: { phase: 'join', compared: next.compared, changed }, done };
  });
}

interface Block {
  key: number;
  leadIds: string[];
}

/** Blocks with up to `LOADED` leads together; one at least. */
function* partsOf(blocks: readonly Block[]): Generator<Block[]> {
  let part: Block[] = [];
  let size = 0;
  for (const block of blocks) {
    if (part.length > 0 && size + block.leadIds.length > LOADED) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(block);
    size += block.leadIds.length;
  }
  if (part.length > 0) yield part;
}

async function pairsIn(
  { id: scanId, read }: ScanStep,
  blocks: readonly Block[],
  stored: StoredStatistics | undefined,
): Promise<{ found: FoundPair[]; compared: number }> {
  const rows = await read.matchLeads.findMany([...new Set(blocks.flatMap(({ leadIds }) => leadIds))]);
  const leads = new Map(rows.map((row) => [row.leadId, { ...comparedOfRead(row), isRead: row.scanId === scanId }]));
  const crowded = new Set(stored?.crowdedKeys);
  const weigh = comparison(stored);
  const found: FoundPair[] = [];
  let compared = 0;
  for (const { key, leadIds } of blocks) {
    const members = leadIds.sort().flatMap((id) => leads.get(id) ?? []);
    for (const [index, lead] of members.entries())
      for (const other of members.slice(index + 1)) {
        if (!lead.isRead && !other.isRead) continue;
        if (firstCommon(lead, other, crowded) !== key) continue;
        compared += 1;
        const { probability, bits, evidence } = weigh(lead, other);
        if (probability >= POLICY.review)
          found.push({ leadId: lead.leadId, otherId: other.leadId, probability, bits, evidence, scanId });
      }
  }
  return { found, compared };
}

/** The smallest key of both that is not crowded: in its block alone they are compared. */
function firstCommon(a: ComparedLead, b: ComparedLead, crowded: ReadonlySet<number>): number | undefined {
  let [i, j] = [0, 0];
  while (i < a.keys.length && j < b.keys.length) {
    const [one = 0, other = 0] = [a.keys[i], b.keys[j]];
    if (one === other && !crowded.has(one)) return one;
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
  return undefined;
}

async function joinPairs(step: ScanStep, { compared, changed }: Extract<Cursor, { phase: 'join' }>): Promise<void> {
  const pairs = await step.read.duplicatePairs.joining();
  const groups = groupsOf(pairs);
  const regrouped = regroupedPairs(pairs, groups);
  for (let at = 0; at < regrouped.length; at += SAVED) {
    const part = regrouped.slice(at, at + SAVED);
    await step.write(async (scope) => {
      await scope.duplicatePairs.regroup(part);
      return { cursor: { phase: 'join', compared, changed }, done: step.done };
    });
  }
  const pairCount = pairs.filter(({ areDistinct }) => !areDistinct).length;
  await step.write(async (scope) => {
    const known = await scope.matchStatistics.find();
    if (known) await scope.matchStatistics.save({ ...known, unfinishedScanIds: [] });
    return { result: { leads: changed, compared, pairs: pairCount, groups: groups.length } };
  });
}

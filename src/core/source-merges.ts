import type { Campaign } from './campaigns.js';
import type { MergedOrigin } from './conditions/merged-sources.js';
import type { Source } from './sources.js';

type MergedSource = Pick<Source, 'id' | 'mergedInto' | 'createdAt'>;
type MergedCampaign = Pick<Campaign, 'id' | 'mergedInto' | 'createdAt' | 'sourceId' | 'nameKey'>;

/** Where the records of each source and campaign count. Those that count where they are recorded are left out. */
export interface Survivors {
  sources: ReadonlyMap<string, string>;
  campaigns: ReadonlyMap<string, string>;
  /** Campaigns whose merges lead in a circle together with the merge of their sources. */
  circular: readonly string[];
}

/**
 * The survivors of all merges. A source counts at the end of its merges. Campaigns count together that are merged into each other, or have
 * one name in sources that count together. Of them the survivor was merged into none, is of the surviving source if there is such a
 * one, and is the oldest of these. No record is rewritten, so the result without a merge is that of before.
 */
export function survivorsOf(sources: readonly MergedSource[], campaigns: readonly MergedCampaign[]): Survivors {
  const ofSources = rootsOf(sources);
  const sourceOf = (id: string): string => ofSources.get(id) ?? id;
  const group = grouping();
  const byName = new Map<string, string>();
  const known = new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  for (const { id, sourceId, nameKey, mergedInto } of campaigns) {
    const name = `${sourceOf(sourceId)} ${nameKey}`;
    group.join(id, byName.get(name) ?? id);
    byName.set(name, id);
    const target = mergedInto === null ? undefined : known.get(mergedInto);
    if (target !== undefined && sourceOf(target.sourceId) === sourceOf(sourceId)) group.join(id, target.id);
  }
  const preferred = (campaign: MergedCampaign): readonly [number, number, number, string] => [
    campaign.mergedInto === null ? 0 : 1,
    campaign.sourceId === sourceOf(campaign.sourceId) ? 0 : 1,
    campaign.createdAt.getTime(),
    campaign.id,
  ];
  const ofCampaigns = new Map<string, string>();
  const circular: string[] = [];
  for (const ids of group.groups()) {
    const members = ids.flatMap((id) => known.get(id) ?? []);
    const [first] = members.sort((a, b) => inOrder(preferred(a), preferred(b)));
    if (first === undefined) continue;
    if (members.length > 1 && first.mergedInto !== null) circular.push(first.id);
    for (const { id } of members) if (id !== first.id) ofCampaigns.set(id, first.id);
  }
  return { sources: ofSources, campaigns: ofCampaigns, circular };
}

/** The ends of the chains of merges. */
function rootsOf(rows: readonly MergedSource[]): Map<string, string> {
  const into = new Map(rows.map(({ id, mergedInto }) => [id, mergedInto]));
  const roots = new Map<string, string>();
  for (const { id } of rows) {
    let root = id;
    for (let next = into.get(id); typeof next === 'string' && into.has(next); next = into.get(root)) root = next;
    if (root !== id) roots.set(id, root);
  }
  return roots;
}

/** Sets of ids that were joined (union by parent links). */
function grouping() {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
    parents.set(id, root);
    return root;
  };
  return {
    join(a: string, b: string): void {
      parents.set(rootOf(a), rootOf(b));
    },
    groups(): string[][] {
      const groups = new Map<string, string[]>();
      for (const id of [...parents.keys()]) {
        const root = rootOf(id);
        groups.set(root, [...(groups.get(root) ?? []), id]);
      }
      return [...groups.values()].filter(({ length }) => length > 1);
    },
  };
}

function inOrder(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? value;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** Why a source cannot be merged into another; undefined: it can. */
export type MergeRefusal = 'itself' | 'circle' | 'merged_already' | 'other_channel' | 'other_source';

type Mergeable = Pick<Source, 'id' | 'mergedInto'>;

function mergeRefusal(from: Mergeable, into: Mergeable, survivorOf: (id: string) => string): MergeRefusal | undefined {
  if (from.id === into.id) return 'itself';
  if (from.mergedInto !== null) return 'merged_already';
  return survivorOf(into.id) === from.id ? 'circle' : undefined;
}

/** Channels are compared by rules and decide what a submission may overwrite, so a merge keeps them. */
export function sourceMergeRefusal(
  from: Mergeable & Pick<Source, 'channel'>,
  into: Mergeable & Pick<Source, 'channel'>,
  { sources }: Survivors,
): MergeRefusal | undefined {
  if (from.channel !== into.channel) return 'other_channel';
  return mergeRefusal(from, into, (id) => sources.get(id) ?? id);
}

/** A campaign and its source stay together: the sources are merged first. */
export function campaignMergeRefusal(
  from: Mergeable & Pick<Campaign, 'sourceId'>,
  into: Mergeable & Pick<Campaign, 'sourceId'>,
  { sources, campaigns }: Survivors,
): MergeRefusal | undefined {
  const sourceOf = ({ sourceId }: Pick<Campaign, 'sourceId'>): string => sources.get(sourceId) ?? sourceId;
  if (sourceOf(from) !== sourceOf(into)) return 'other_source';
  return mergeRefusal(from, into, (id) => campaigns.get(id) ?? id);
}

type Named = Pick<Source, 'id' | 'name' | 'survivorId'>;

/** What was merged, of all sources and all campaigns of a workspace. */
export const mergedAmong = (sources: Iterable<Named>, campaigns: Iterable<Named>): MergedOrigin[] => [
  ...mergedOf('source', [...sources]),
  ...mergedOf('campaign', [...campaigns]),
];

function mergedOf(noun: MergedOrigin['noun'], rows: readonly Named[]): MergedOrigin[] {
  if (rows.every(({ survivorId }) => survivorId === null)) return [];
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return rows.flatMap(({ id, name, survivorId }) =>
    survivorId === null ? [] : [{ noun, id, name, survivorId, survivorName: names.get(survivorId) ?? name }],
  );
}

/** What each row counts as, by the ids of all rows: itself, or the row that survived its merges. */
export function survivorLookup<Row extends Pick<Source, 'id' | 'survivorId'>>(
  rows: readonly Row[],
): (id: string | undefined) => Row | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (id) => {
    const row = byId.get(id ?? '');
    return row && (byId.get(row.survivorId ?? '') ?? row);
  };
}

/** The rows whose survivor is another one than they have, with it; null: themselves. */
export function changedSurvivors(
  rows: readonly Pick<Source, 'id' | 'survivorId'>[],
  survivors: ReadonlyMap<string, string>,
): Map<string, string | null> {
  const changed = new Map<string, string | null>();
  for (const { id, survivorId } of rows) {
    const survivor = survivors.get(id) ?? null;
    if (survivor !== survivorId) changed.set(id, survivor);
  }
  return changed;
}

/** Two leads that are one with some probability. */
export interface WeighedPair {
  leadId: string;
  otherId: string;
  probability: number;
  /** Whether a person has decided that they are two. */
  areDistinct: boolean;
}

/**
 * The groups of leads that pairs join, strongest pairs first. A pair does not join groups of which two leads are known to be distinct. Groups have
 * two leads or more, and neither order depends on the order of the pairs.
 */
export function groupsOf(pairs: readonly WeighedPair[]): string[][] {
  const groupOf = new Map<string, Set<string>>();
  const distinct = new Set(pairs.filter(({ areDistinct }) => areDistinct).map(pairKey));
  const joining = pairs.filter(({ areDistinct }) => !areDistinct).sort(byStrength);
  for (const { leadId, otherId } of joining) {
    const group = groupOf.get(leadId) ?? new Set([leadId]);
    const other = groupOf.get(otherId) ?? new Set([otherId]);
    if (group === other || contradict(group, other, distinct)) continue;
    const [small, large] = group.size < other.size ? [group, other] : [other, group];
    for (const id of small) large.add(id);
    for (const id of large) groupOf.set(id, large);
  }
  return [...new Set(groupOf.values())]
    .map((group) => [...group].sort())
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

function contradict(group: ReadonlySet<string>, other: ReadonlySet<string>, distinct: ReadonlySet<string>): boolean {
  if (distinct.size === 0) return false;
  for (const leadId of group) for (const otherId of other) if (distinct.has(pairKey({ leadId, otherId }))) return true;
  return false;
}

const pairKey = ({ leadId, otherId }: Pick<WeighedPair, 'leadId' | 'otherId'>): string =>
  leadId < otherId ? `${leadId} ${otherId}` : `${otherId} ${leadId}`;

const byStrength = (a: WeighedPair, b: WeighedPair): number =>
  b.probability - a.probability || (pairKey(a) < pairKey(b) ? -1 : 1);

/** A pair with its group: the smallest id of the leads in it. null: it joins none. */
export interface GroupedPair extends WeighedPair {
  groupId: string | null;
}

/** The pairs whose group has changed, with the group that they are in now. `groups`: of `groupsOf`. */
export function regroupedPairs(pairs: readonly GroupedPair[], groups: readonly string[][]): GroupedPair[] {
  const groupOf = new Map(groups.flatMap((group) => group.map((id) => [id, group[0] ?? id] as const)));
  return pairs.flatMap((pair) => {
    const [one, other] = [groupOf.get(pair.leadId), groupOf.get(pair.otherId)];
    const groupId = one !== undefined && one === other ? one : null;
    return groupId === pair.groupId ? [] : [{ ...pair, groupId }];
  });
}

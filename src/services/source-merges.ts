import type { Campaign } from '../core/campaigns.js';
import type { IfMatch } from '../core/refusals.js';
import {
  campaignMergeRefusal,
  changedSurvivors,
  type MergeRefusal,
  type Survivors,
  sourceMergeRefusal,
  survivorsOf,
} from '../core/source-merges.js';
import type { Source } from '../core/sources.js';
import type { MergedCounts } from '../db/repositories/source-merges.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { emitConfigChange } from './resources.js';
import { checkVersion, orNotFound } from './versions.js';
import type { Write } from './writes.js';

type Noun = 'source' | 'campaign';
type Merged = Source | Campaign;

/** What a merge would join. */
export interface MergePreview {
  from: Pick<Merged, 'id' | 'name'>;
  into: Pick<Merged, 'id' | 'name'>;
  survivor: Pick<Merged, 'id' | 'name'>;
  counts: MergedCounts;
  /** Campaigns that would count as one of the same name. */
  joinedCampaigns: number;
}

export type SourceMergesService = ReturnType<typeof sourceMergesService>;

/**
 * Merges of sources and of campaigns. A merge is a pointer of the one that was merged: no record is rewritten, and records that name it
 * later keep its id as well. So a merge takes one short transaction, and without it everything is as if it had never been.
 */
export function sourceMergesService(store: Store, write: Write) {
  const merge = <Row extends Merged>(
    noun: Noun,
    context: WriteContext,
    id: string,
    request: MergeRequest,
  ): Promise<Row> =>
    write(context, async (scope) => {
      const known = await readAll(scope);
      const before = named<Row>(known, noun, id);
      checkVersion(before, request.ifMatch);
      if (before.mergedInto === request.into) return before;
      const survivors = checkedMerge(known, noun, id, request.into);
      return save(scope, noun, before, { mergedInto: request.into, known, survivors });
    });
  const unmerge = <Row extends Merged>(noun: Noun, context: WriteContext, id: string, ifMatch: IfMatch): Promise<Row> =>
    write(context, async (scope) => {
      const known = await readAll(scope);
      const before = named<Row>(known, noun, id);
      checkVersion(before, ifMatch);
      if (before.mergedInto === null) throw new AppError('conflict', `The ${noun} is not merged into another one.`);
      const after = withMerge(known, noun, id, null);
      const survivors = survivorsOf(after.sources, after.campaigns);
      refuseSplit(after, survivors);
      return save(scope, noun, before, { mergedInto: null, known, survivors });
    });
  return {
    mergeSource: (context: WriteContext, id: string, request: MergeRequest) =>
      merge<Source>('source', context, id, request),
    mergeCampaign: (context: WriteContext, id: string, request: MergeRequest) =>
      merge<Campaign>('campaign', context, id, request),
    unmergeSource: (context: WriteContext, id: string, ifMatch: IfMatch) =>
      unmerge<Source>('source', context, id, ifMatch),
    unmergeCampaign: (context: WriteContext, id: string, ifMatch: IfMatch) =>
      unmerge<Campaign>('campaign', context, id, ifMatch),
    /** What the merge would join; refused as the merge would be. */
    async preview(noun: Noun, workspaceId: string, id: string, into: string): Promise<MergePreview> {
      const read = store.read(workspaceId);
      const known = await readAll(read);
      const from = named<Merged>(known, noun, id);
      const { sources, campaigns } = checkedMerge(known, noun, id, into);
      const survivorId = (noun === 'source' ? sources : campaigns).get(id) ?? into;
      const rows: readonly Merged[] = noun === 'source' ? known.sources : known.campaigns;
      const moved = rows.filter((row) => row.id === id || row.survivorId === id).map((row) => row.id);
      return {
        from,
        into: named<Merged>(known, noun, into),
        survivor: named<Merged>(known, noun, survivorId),
        counts: await read.sourceMerges.countsOf(noun, moved),
        joinedCampaigns: noun === 'source' ? changedSurvivors(known.campaigns, campaigns).size : 0,
      };
    },
  };
}

export interface MergeRequest {
  into: string;
  ifMatch: IfMatch;
}

interface Known {
  sources: readonly Source[];
  campaigns: readonly Campaign[];
}

async function readAll(read: Pick<WriteScope, 'sources' | 'campaigns'>): Promise<Known> {
  const [sources, campaigns] = await Promise.all([read.sources.all(), read.campaigns.all()]);
  return { sources, campaigns };
}

/** The row of a known noun; refuses an unknown id. */
function named<Row extends Merged>({ sources, campaigns }: Known, noun: Noun, id: string): Row {
  const rows: readonly Merged[] = noun === 'source' ? sources : campaigns;
  return orNotFound(rows.find((row) => row.id === id) as Row | undefined, noun);
}

function withMerge({ sources, campaigns }: Known, noun: Noun, id: string, mergedInto: string | null): Known {
  const changed = <Row extends Merged>(rows: readonly Row[]): Row[] =>
    rows.map((row) => (row.id === id ? { ...row, mergedInto } : row));
  return noun === 'source' ? { sources: changed(sources), campaigns } : { sources, campaigns: changed(campaigns) };
}

const REFUSALS: Readonly<Record<MergeRefusal, string>> = {
  itself: 'is the one that is to be merged',
  circle: 'is merged into this one: the merges would lead in a circle',
  merged_already: 'is merged into another one already: undo that merge first',
  other_channel: 'is of another channel, which rules compare and a merge keeps',
  other_source: 'belongs to another source: merge the sources first',
};

/** The survivors with the merge. Refuses one that cannot be. */
function checkedMerge(known: Known, noun: Noun, id: string, into: string): Survivors {
  const { sources, campaigns } = known;
  const present = survivorsOf(sources, campaigns);
  const rows: readonly Merged[] = noun === 'source' ? sources : campaigns;
  const [from, target] = [named<Merged>(known, noun, id), rows.find((row) => row.id === into)];
  const refused = (code: string, detail: string) =>
    new AppError('rule_refused', `The ${noun} cannot be merged: see \`errors\`.`, {
      errors: [{ pointer: '/into', code, detail }],
    });
  if (target === undefined) {
    const detail = `There is no such ${noun} in this workspace.`;
    const errors = [{ pointer: '/into', code: 'reference_not_found', detail }];
    throw new AppError('reference_not_found', detail, { errors });
  }
  const refusal =
    'channel' in from && 'channel' in target
      ? sourceMergeRefusal(from, target, present)
      : campaignMergeRefusal(from as Campaign, target as Campaign, present);
  if (refusal === 'merged_already') throw new AppError('conflict', `The ${noun} ${REFUSALS.merged_already}.`);
  if (refusal !== undefined) throw refused('merge_refused', REFUSALS[refusal]);
  const after = withMerge(known, noun, id, into);
  const survivors = survivorsOf(after.sources, after.campaigns);
  const [circular] = survivors.circular.filter((one) => !present.circular.includes(one));
  if (circular !== undefined)
    throw refused('merge_refused', `campaigns of these sources are merged in a circle, among them ${circular}`);
  return survivors;
}

/** A campaign stays merged with its own source only: refused while a campaign is merged into one of a source that counts apart. */
function refuseSplit({ campaigns }: Known, { sources }: Survivors): void {
  const sourceOf = new Map(campaigns.map(({ id, sourceId }) => [id, sources.get(sourceId) ?? sourceId]));
  const split = campaigns.find(
    ({ id, mergedInto }) => mergedInto !== null && sourceOf.get(id) !== sourceOf.get(mergedInto),
  );
  if (split === undefined) return;
  throw new AppError(
    'conflict',
    `The campaign ${split.id} is merged into ${split.mergedInto}, whose source would be another one: undo that merge first.`,
  );
}

interface Change {
  mergedInto: string | null;
  known: Known;
  survivors: Survivors;
}

async function save<Row extends Merged>(
  scope: WriteScope,
  noun: Noun,
  before: Row,
  { mergedInto, known, survivors }: Change,
): Promise<Row> {
  const type = mergedInto === null ? (`${noun}.unmerged` as const) : (`${noun}.merged` as const);
  emitConfigChange(scope, {
    ...{ type, subjectKind: noun, subjectId: before.id },
    ...{ before: { mergedInto: before.mergedInto }, after: { mergedInto } },
  });
  const rows = noun === 'source' ? scope.sources : scope.campaigns;
  await rows.update(before as Source & Campaign, { mergedInto }, scope.now);
  await scope.sourceMerges.setSurvivors('source', changedSurvivors(known.sources, survivors.sources));
  await scope.sourceMerges.setSurvivors('campaign', changedSurvivors(known.campaigns, survivors.campaigns));
  await scope.segments.requestPasses(new Date(scope.realNow));
  return (await rows.find(before.id)) as Row;
}

/** After a new or renamed source or campaign: it may count as one of the same name, where sources are merged. */
export async function refreshSurvivors(scope: WriteScope): Promise<void> {
  const { sources, campaigns } = await readAll(scope);
  if (sources.every(({ mergedInto }) => mergedInto === null)) return;
  const survivors = survivorsOf(sources, campaigns);
  await scope.sourceMerges.setSurvivors('campaign', changedSurvivors(campaigns, survivors.campaigns));
}

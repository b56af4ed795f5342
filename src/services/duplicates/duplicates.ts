import type { Job } from '../../core/jobs/shapes.js';
import type { Lead } from '../../core/leads/lead.js';
import { groupsOf, regroupedPairs } from '../../core/matching/groups.js';
import type { DuplicateDecision } from '../../core/matching/policy.js';
import { MOST_CANDIDATES } from '../../core/matching/policy.js';
import type { MatchWeight } from '../../core/matching/weigh.js';
import type { DuplicatePair, GroupFilter, PairGroup } from '../../db/repositories/duplicate-pairs.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { supersede } from '../jobs/states.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { comparedLead, comparedOfRead, comparison, POLICY } from './compare.js';

/** Most leads that one is compared with in an answer. */
const MOST_COMPARED = 2_000;

/** A lead that may be the same person or organization as another. */
export interface Candidate extends MatchWeight {
  lead: Lead;
  /** Whether a person has decided that they are two. */
  areDistinct: boolean;
}

export interface LeadDuplicates {
  leadId: string;
  /** When the frequencies of values were counted; undefined: there was no scan. */
  countedAt: number | undefined;
  candidates: Candidate[];
  /** Of its blocking keys, those that too many leads have. */
  crowdedKeys: number;
}

/** Two leads that may be one. `leadId` is the smaller id. */
export type ComparedPair = Pick<
  DuplicatePair,
  'leadId' | 'otherId' | 'probability' | 'bits' | 'evidence' | 'areDistinct'
>;

/** Two leads that a person decides about, in any order. */
export interface AskedPair {
  leadId: string;
  otherLeadId: string;
}

/** Leads that pairs join. */
export interface DuplicateGroup {
  groupId: string;
  pairs: ComparedPair[];
  leads: Lead[];
  /** The lead that should stay: the one with most facts, the oldest of several. */
  survivorId: string | undefined;
}

export type DuplicatesService = ReturnType<typeof duplicatesService>;

/** Leads that may be one, found by comparison. Nothing is merged. */
export function duplicatesService(store: Store, write: Write) {
  return {
    /** Compares the leads that have changed since the last scan with all others. `all`: every lead. A scan that has not ended is replaced. */
    scan: (context: WriteContext, all: boolean): Promise<Job<'find_duplicates'>> =>
      write(context, (scope) => supersede(scope, context, 'find_duplicates', { all })),
    async groups(workspaceId: string, filter: GroupFilter, request: ListRequest): Promise<Page<DuplicateGroup>> {
      const read = store.read(workspaceId);
      const page = await read.duplicateGroups.list(filter, request);
      const ids = new Set(page.rows.flatMap(({ pairs }) => pairs.flatMap(({ leadId, otherId }) => [leadId, otherId])));
      const known = new Map((await read.leads.findMany([...ids])).map((lead) => [lead.id, lead]));
      return { ...page, rows: page.rows.map((group) => withLeads(group, known)) };
    },
    /** The leads that may be the same as one, as it is now, among those that the last scan has read. */
    ofLead: (workspaceId: string, leadId: string): Promise<LeadDuplicates> =>
      duplicatesOf(store.read(workspaceId), workspaceId, leadId),
    /** Remembers that two leads are not one, or takes that back. Scans keep it. */
    decide: (context: WriteContext, asked: AskedPair, decision: DuplicateDecision): Promise<ComparedPair> =>
      write(context, async (scope) => {
        if (asked.leadId === asked.otherLeadId) throw oneLead();
        const pair = await pairOf(scope, asked);
        const areDistinct = decision === 'not_duplicate';
        if (pair.areDistinct === areDistinct) return pair;
        const decided: DuplicatePair = {
          ...pair,
          areDistinct,
          groupId: null,
          decidedBy: areDistinct ? context.actor.id : null,
          decidedAt: areDistinct ? new Date(scope.now) : null,
        };
        await scope.duplicatePairs.decide(decided);
        await regroup(scope, [pair.leadId, pair.otherId]);
        const { leadId, otherId } = decided;
        scope.emit({
          ...{ type: 'lead.duplicate_decided', subjectKind: 'lead', subjectId: leadId, cause: 'api' },
          after: { otherLeadId: otherId, decision },
        });
        return decided;
      }),
  };
}

async function duplicatesOf(read: Repositories, workspaceId: string, leadId: string): Promise<LeadDuplicates> {
  const lead = orNotFound(await read.leads.find(leadId), 'lead');
  const [stored, decided] = await Promise.all([read.matchStatistics.find(), read.duplicatePairs.ofLead(leadId)]);
  const subject = comparedLead(workspaceId, lead);
  const crowded = new Set(stored?.crowdedKeys);
  const keys = subject.keys.filter((key) => !crowded.has(key));
  const rows = await read.matchLeads.sharing(keys, MOST_COMPARED);
  const weigh = comparison(stored);
  const probable = rows
    .filter((row) => row.leadId !== leadId)
    .map((row) => ({ otherId: row.leadId, ...weigh(subject, comparedOfRead(row)) }))
    .filter(({ probability }) => probability >= POLICY.review)
    .sort((a, b) => b.bits - a.bits)
    .slice(0, MOST_CANDIDATES);
  const others = new Map(
    (await read.leads.findMany(probable.map(({ otherId }) => otherId))).map((one) => [one.id, one]),
  );
  const distinct = new Set(decided.filter(({ areDistinct }) => areDistinct).map((pair) => otherOf(pair, leadId)));
  return {
    leadId,
    countedAt: stored?.countedAt,
    crowdedKeys: subject.keys.length - keys.length,
    candidates: probable.flatMap(({ otherId, ...rest }) => {
      const other = others.get(otherId);
      return other === undefined ? [] : [{ ...rest, lead: other, areDistinct: distinct.has(otherId) }];
    }),
  };
}

const UNKNOWN = 'There is no such lead in this workspace.';

const oneLead = () =>
  new AppError('rule_refused', 'The pair has one lead: see errors.', {
    errors: [{ pointer: '/otherLeadId', code: 'value_invalid', detail: 'must be another lead than `leadId`' }],
  });

const otherOf = ({ leadId, otherId }: DuplicatePair, id: string): string => (leadId === id ? otherId : leadId);

function withLeads(group: PairGroup, known: ReadonlyMap<string, Lead>): DuplicateGroup {
  const ids = new Set(group.pairs.flatMap(({ leadId, otherId }) => [leadId, otherId]));
  const leads = [...ids].sort().flatMap((id) => known.get(id) ?? []);
  const factsOf = ({ facts }: Lead) => Object.keys(facts).length;
  const [survivor] = leads.toSorted(
    (a, b) => factsOf(b) - factsOf(a) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
  return { ...group, leads, survivorId: survivor?.id };
}

/** The pair as the scan found it, or as the leads compare now. */
async function pairOf(scope: WriteScope, { leadId: one, otherLeadId: two }: AskedPair): Promise<DuplicatePair> {
  const [leadId, otherId] = one < two ? [one, two] : [two, one];
  const known = await scope.duplicatePairs.find(leadId, otherId);
  if (known !== undefined) return known;
  const leads = await scope.leads.findMany([leadId, otherId]);
  const errors = Object.entries({ leadId: one, otherLeadId: two }).flatMap(([field, id]) =>
    leads.some((lead) => lead.id === id)
      ? []
      : [{ pointer: `/${field}`, code: 'reference_not_found', detail: UNKNOWN }],
  );
  const [lead, other] = leads.map((found) => comparedLead(scope.workspaceId, found));
  if (errors.length > 0 || lead === undefined || other === undefined)
    throw new AppError('reference_not_found', UNKNOWN, { errors });
  const weigh = comparison(await scope.matchStatistics.find());
  const { probability, bits, evidence } = weigh(lead, other);
  return {
    ...{ workspaceId: scope.workspaceId, leadId, otherId, probability, bits, evidence, scanId: scope.newId() },
    ...{ groupId: null, areDistinct: false, decidedBy: null, decidedAt: null },
  };
}

/** Makes the groups that the two leads are in anew. */
async function regroup(scope: WriteScope, ids: readonly string[]): Promise<void> {
  const pairs = (await Promise.all(ids.map((id) => scope.duplicatePairs.ofLead(id)))).flat();
  const groupIds = [...new Set(pairs.flatMap(({ groupId }) => groupId ?? []))];
  const joining = await scope.duplicatePairs.joining([...groupIds, ...ids]);
  await scope.duplicatePairs.regroup(regroupedPairs(joining, groupsOf(joining)));
}

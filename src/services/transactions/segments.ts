import type { Batch } from '../../core/batch/batch.js';
import type { Changes } from '../../core/batch/changes.js';
import { type Subject, subjectNow } from '../../core/conditions/subject.js';
import { compileSegments, type FindCandidates, type KeptSegment } from '../../core/segments/membership.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { SegmentChange } from '../../db/repositories/segment-members.js';
import type { WriteScope } from '../../db/store.js';
import { saveMemberChanges } from '../segments/changes.js';
import { type Turns, turnsAfter } from '../turns.js';

/** Milliseconds of evaluation after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;
/** Comparisons between two looks at the clock; one takes 0.1 ms at worst, on a text of 5,000 characters. */
const TURN_LEAVES = 100;

/** The segments of a workspace whose members its writes keep. */
export interface SegmentBasis {
  byId: ReadonlyMap<string, KeptSegment>;
  candidates: FindCandidates;
}

export const segmentBasis = (segments: readonly KeptSegment[]): SegmentBasis => ({
  byId: new Map(segments.map((segment) => [segment.id, segment])),
  candidates: compileSegments(segments),
});

/** Remembers who changed each lead last, and brings the members of segments up to date with the leads that are saved. */
export class SegmentMembership {
  private readonly origins = new Map<string, EventOrigin>();

  /** `scope.emit` counts the events of the transaction. */
  constructor(
    private readonly scope: WriteScope,
    private readonly batch: Batch,
    private readonly basis: SegmentBasis,
  ) {}

  noteOrigin(leadId: string, origin: EventOrigin): void {
    this.origins.set(leadId, origin);
  }

  /** Leads of one slice. Each write of a lead is in some slice, so no road of changes is missed. */
  async save({ inserted, replaced, redecided, removedIds }: Changes): Promise<void> {
    const { scope, batch, basis } = this;
    if (removedIds.length > 0) await this.countRemoved(removedIds);
    if (basis.byId.size === 0) return;
    const stored = await scope.segmentMembers.ofLeads([...replaced, ...redecided].map(({ id }) => id));
    const before = byLead(stored.filter(({ segmentId }) => basis.byId.has(segmentId)));
    const [entered, left]: [SegmentChange[], SegmentChange[]] = [[], []];
    const turns = turnsAfter(TURN_MS);
    for (const leads of [inserted, replaced, redecided]) {
      for (const lead of leads) {
        const known = before.get(lead.id);
        const subject = subjectNow(lead, {
          source: batch.basis.sourceOf(lead),
          engagement: batch.leads.engagementOf(lead.id),
          now: batch.now,
        });
        for (const segment of await segmentsOf(subject, basis, turns))
          if (!known?.delete(segment.id)) entered.push({ segmentId: segment.id, leadId: lead.id });
        for (const segmentId of known ?? []) left.push({ segmentId, leadId: lead.id });
      }
    }
    if (entered.length + left.length === 0) return;
    const segmentOf = (segmentId: string) => basis.byId.get(segmentId);
    const originOf = (leadId: string) => this.origins.get(leadId);
    saveMemberChanges(scope, { entered, left }, { segmentOf, cause: 'segment', originOf });
  }

  /** Their rows go with the leads, without an event. */
  private async countRemoved(leadIds: readonly string[]): Promise<void> {
    const { scope } = this;
    scope.defer(scope.segmentMembers.count([], await scope.segmentMembers.ofLeads(leadIds), scope.now));
  }
}

/** Evaluating 200 segments on a long text can take a second, in which other requests of the process need their turns. */
export async function segmentsOf(subject: Subject, basis: SegmentBasis, turns: Turns): Promise<KeptSegment[]> {
  const found: KeptSegment[] = [];
  let leaves = TURN_LEAVES;
  for (const candidate of basis.candidates(subject)) {
    if (candidate.holds(subject)) found.push(candidate.segment);
    leaves += candidate.leaves;
    if (leaves < TURN_LEAVES) continue;
    leaves = 0;
    const turn = turns.due();
    if (turn) await turn;
  }
  return found;
}

function byLead(changes: readonly SegmentChange[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { segmentId, leadId } of changes) found.set(leadId, (found.get(leadId) ?? new Set()).add(segmentId));
  return found;
}

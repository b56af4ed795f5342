import { subjectNow } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import { replayStates } from '../../core/replay/states.js';
import type { Sequence } from '../../core/sequences/sequence.js';
import { type PastState, type SequenceSimulation, simulateSequence } from '../../core/sequences/simulate.js';
import type { Period } from '../../db/repositories/handoff-sla-reports.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { SequenceReportGroup, SequenceReportKey } from '../../db/repositories/sequence-reports.js';
import type { Store } from '../../db/store.js';
import { readDetails } from '../event-details.js';
import { readBulkSubjects } from '../leads/subjects.js';
import { compileSequenceVersion } from '../policies/sequences.js';
import { turnsAfter } from '../turns.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';

export type { SequenceReportGroup };

/** Milliseconds of simulation after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;

export interface SimulatedSequence extends SequenceSimulation {
  version: number;
  key: string;
  leadId: string;
  /** Epoch milliseconds. */
  from: number;
  until: number;
}

export type SequencesService = ReturnType<typeof sequencesService>;

/** Simulations of sequences and their report. */
export function sequencesService(store: Store, timeOf: WorkspaceTime) {
  return {
    /** What the version would have done with a lead since `from` (its creation when absent). Writes nothing. */
    async simulate(
      workspaceId: string,
      version: number,
      { leadId, from }: { leadId: string; from?: number | undefined },
    ): Promise<SimulatedSequence> {
      const read = store.read(workspaceId);
      const [found, lead, workspace, until] = await Promise.all([
        read.policies.forDecision('sequence', version),
        read.leads.find(leadId),
        read.workspaces.find(),
        timeOf(workspaceId),
      ]);
      const policy = orNotFound(found, 'sequence');
      const { createdAt } = orNotFound(lead, 'lead');
      const sequence = await compileSequenceVersion(policy, workspace?.timeZone, until);
      const begin = Math.max(from ?? createdAt, createdAt);
      const simulation = simulateSequence(sequence, await pastOf(read, leadId, policy.document), {
        from: begin,
        until,
      });
      const turns = turnsAfter(TURN_MS);
      let step = simulation.next();
      for (; step.done !== true; step = simulation.next()) {
        const turn = turns.due();
        if (turn) await turn;
      }
      return { version, key: policy.document.key, leadId, from: begin, until, ...step.value };
    },
    report: (
      workspaceId: string,
      by: SequenceReportKey,
      filter: Period & { sequence?: string | undefined },
    ): Promise<SequenceReportGroup[]> => store.read(workspaceId).sequenceReports.steps(by, filter),
  };
}

/** How the lead looked after each of its events. Its engagement is computed only where a condition needs it. */
async function pastOf(read: Repositories, leadId: string, document: Sequence): Promise<Iterable<PastState>> {
  const [histories, subjects, details] = await Promise.all([
    read.events.histories([leadId]),
    readBulkSubjects(read),
    readDetails(read, [leadId], [document]),
  ]);
  const history = histories.get(leadId) ?? [];
  return states(leadId, history, { ...subjects, engagementOf: (state) => subjects.engagementOf(state, details) });
}

function* states(
  leadId: string,
  history: Parameters<typeof replayStates>[1],
  subjects: Awaited<ReturnType<typeof readBulkSubjects>>,
): Generator<PastState> {
  let engaged: ReturnType<typeof subjects.engagementOf> = [];
  let touches: Lead['touches'];
  for (const { event, state } of replayStates(leadId, history)) {
    if (event.type === 'engagement.recorded') engaged = subjects.engagementOf(state);
    if (event.type === 'lead.created' || event.type === 'lead.touched') touches = subjects.touchesOf(state);
    const lead = withTouches(state.lead, touches);
    const context = { source: subjects.sourceOf(lead), engagement: engaged, now: event.occurredAt };
    yield { at: event.occurredAt, subject: subjectNow(lead, context) };
  }
}

import type { Static } from 'typebox';
import type { SequenceStay } from '../../services/sequences/lead-sequences.js';
import type { SequenceReportGroup, SimulatedSequence } from '../../services/sequences/sequences.js';
import { isoOrNull } from '../instants.js';
import type { LeadSequences, SequenceSimulation } from '../schemas/lead-sequences.js';
import { formatInstant } from './instants.js';
import { shareOf } from './report-presenters.js';

type Stay = Static<typeof LeadSequences>['sequences'][number];

const iso = (ms: number): string => new Date(ms).toISOString();

export function stayOut({ stored, name, run, pastSteps, comingSteps, endsAt }: SequenceStay): Stay {
  return {
    key: stored.sequence,
    name,
    purpose: stored.purpose,
    version: stored.version,
    enteredAt: stored.enteredAt.toISOString(),
    enteredBy: stored.enteredBy,
    leftAt: isoOrNull(stored.leftAt) ?? undefined,
    leaveReason: stored.leaveReason ?? undefined,
    nextStep: run?.step,
    nextAt: run && iso(run.dueAt),
    pastSteps: pastSteps.map(({ step, type, outcome, reason, channel, template, at, version, taskId }) => ({
      ...{ step, type, outcome, version, at: at.toISOString(), reason: reason ?? undefined },
      ...{ channel: channel ?? undefined, template: template ?? undefined, taskId: taskId ?? undefined },
    })),
    comingSteps: comingSteps.map(({ step, type, outcome, reason, channel, template, at, delayedBy }) => ({
      ...{ step, type, outcome, reason, channel, template, at: iso(at), delayedBy },
    })),
    endsAt: endsAt === undefined ? undefined : iso(endsAt),
  };
}

export function simulationOut(simulated: SimulatedSequence): Static<typeof SequenceSimulation> {
  const { version, key, leadId, from, until, enteredAt, leftAt, left, run, steps } = simulated;
  return {
    ...{ version, key, leadId, from: iso(from), before: iso(until) },
    enteredAt: formatInstant(enteredAt),
    leftAt: formatInstant(leftAt),
    leaveReason: left,
    nextStep: run?.step,
    nextAt: formatInstant(run?.dueAt),
    pastSteps: steps.map(({ step, type, outcome, reason, channel, template, at }) => ({
      ...{ step, type, outcome, reason, channel, template, at: iso(at) },
    })),
  };
}

export const sequenceGroupOut = (group: SequenceReportGroup) => ({
  ...group,
  dropOffRate: shareOf(group.left, group.entered) ?? undefined,
  conversionRate: shareOf(group.converted, group.entered) ?? undefined,
});

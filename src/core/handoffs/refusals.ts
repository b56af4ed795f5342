import type { AssignmentState } from '../assignment/state.js';
import type { Refusal } from '../ingest/commands.js';
import type { Lead } from '../leads/lead.js';
import type { HandoffAcceptCommand, HandoffOfferCommand, HandoffRejectCommand } from './commands.js';
import { isHandedOver } from './hold.js';

interface Facts {
  assignment: Pick<AssignmentState, 'rep' | 'team' | 'isMember'>;
}

const conflict = (detail: string): Refusal => ({ code: 'conflict', detail });

/** What stands against offering the lead. */
export function offerRefusal(
  { repId, teamId }: HandoffOfferCommand,
  lead: Lead,
  { assignment }: Facts,
): Refusal | undefined {
  if (repId !== undefined && teamId !== undefined) {
    return { code: 'rule_refused', detail: 'Offer it to a rep or to a team, not to both.', pointer: '/teamId' };
  }
  const nobody = repRefusal(repId, assignment) ?? teamRefusal(teamId, assignment);
  if (nobody !== undefined) return nobody;
  const { category, ownerId, lifecycle } = lead;
  if (!isHandedOver(category)) {
    return conflict(`The lead is in the category ${category}: only an mql or sql can be handed over.`);
  }
  const handoff = lifecycle?.handoff;
  if (handoff?.status === 'offered') return conflict('The lead is offered already: withdraw that offer first.');
  if (repId !== undefined || teamId !== undefined || ownerId !== undefined || handoff?.next === 'marketing')
    return undefined;
  return conflict('The lead waits for an owner: say repId or teamId, or offer it when it has one.');
}

function repRefusal(repId: string | undefined, assignment: Facts['assignment']): Refusal | undefined {
  if (repId === undefined) return undefined;
  const rep = assignment.rep(repId);
  if (rep?.active) return undefined;
  if (rep !== undefined) {
    return { code: 'rule_refused', detail: 'The rep is inactive: make it active first.', pointer: '/repId' };
  }
  return { code: 'reference_not_found', detail: 'There is no such rep in this workspace.', pointer: '/repId' };
}

function teamRefusal(teamId: string | undefined, assignment: Facts['assignment']): Refusal | undefined {
  if (teamId === undefined) return undefined;
  const team = assignment.team(teamId);
  if (team === undefined) {
    return { code: 'reference_not_found', detail: 'There is no such team in this workspace.', pointer: '/teamId' };
  }
  if (team.active && team.members.length > 0) return undefined;
  return { code: 'rule_refused', detail: 'The team is inactive, or has no members.', pointer: '/teamId' };
}

/** What stands against an answer: there is no open offer, or somebody else is asked. */
export function answerRefusal(
  command: HandoffAcceptCommand | HandoffRejectCommand,
  lead: Lead,
  { assignment }: Facts,
): Refusal | undefined {
  const { repId, type } = command;
  const unknown =
    repId === undefined || assignment.rep(repId) !== undefined ? undefined : repRefusal(repId, assignment);
  if (unknown !== undefined) return unknown;
  const open = openRefusal(lead);
  if (open !== undefined) return open;
  const { repId: asked, teamId } = lead.lifecycle?.handoff ?? {};
  if (asked !== undefined) {
    return repId === undefined || repId === asked ? undefined : conflict('The lead is offered to another rep.');
  }
  if (repId === undefined) {
    const detail = 'The lead is offered to a team: say who of it accepts.';
    return type === 'handoff_accept' ? { code: 'rule_refused', detail, pointer: '/repId' } : undefined;
  }
  const isAsked = teamId !== undefined && assignment.isMember(teamId, repId);
  return isAsked ? undefined : conflict('The lead is offered to a team that the rep is not in.');
}

export function openRefusal({ lifecycle }: Lead): Refusal | undefined {
  if (lifecycle?.handoff?.status === 'offered') return undefined;
  const ended = lifecycle?.handoff?.status;
  return conflict(
    ended === undefined ? 'The lead is not offered to anybody.' : `The offer was ${said(ended)} already.`,
  );
}

const said = (status: string): string => (status === 'timed_out' ? 'timed out' : status);

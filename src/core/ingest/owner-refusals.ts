import type { AssignmentState } from '../assignment/state.js';
import type { Lead } from '../leads/lead.js';
import type { Refusal } from './commands.js';
import type { OwnerCommand } from './owner-commands.js';

const NO_LEAD: Refusal = { code: 'not_found', detail: 'There is no such lead in this workspace.' };

/** What stands against a command about an owner, before anything is changed. */
export function ownerRefusal(
  command: OwnerCommand,
  lead: Lead | undefined,
  assignment: Pick<AssignmentState, 'rep'>,
  now: number,
): Refusal | undefined {
  switch (command.type) {
    case 'assign':
      if (lead === undefined) return NO_LEAD;
      return versionRefusal(command, lead) ?? repRefusal(command.repId, assignment);
    case 'unlock':
      return lead === undefined ? NO_LEAD : versionRefusal(command, lead);
    case 'claim':
      return assignment.rep(command.repId) === undefined
        ? { code: 'not_found', detail: 'There is no such rep in this workspace.' }
        : undefined;
    case 'lease':
      if (lead === undefined) return NO_LEAD;
      return repReference(command.repId, assignment) ?? leaseRefusal(command.repId, lead, now);
    default:
      // Timers may outlive what they are about; it is the firing that finds out.
      return undefined;
  }
}

export function versionRefusal(
  { ifMatch }: { ifMatch?: readonly number[] | undefined },
  { version }: Lead,
): Refusal | undefined {
  if (!ifMatch || ifMatch.includes(version)) return undefined;
  const detail = `The lead is at version ${version}: read it again and repeat the change on top of it.`;
  return { code: 'version_mismatch', detail, version };
}

export function repReference(repId: string, assignment: Pick<AssignmentState, 'rep'>): Refusal | undefined {
  if (assignment.rep(repId) !== undefined) return undefined;
  return { code: 'reference_not_found', detail: 'There is no such rep in this workspace.', pointer: '/repId' };
}

function repRefusal(repId: string, assignment: Pick<AssignmentState, 'rep'>): Refusal | undefined {
  const unknown = repReference(repId, assignment);
  if (unknown !== undefined || assignment.rep(repId)?.active === true) return unknown;
  return { code: 'rule_refused', detail: 'The rep is inactive: make it active first.', pointer: '/repId' };
}

function leaseRefusal(repId: string, { leaseRepId, leaseUntil }: Lead, now: number): Refusal | undefined {
  if (leaseRepId === repId && leaseUntil !== undefined && leaseUntil > now) return undefined;
  return { code: 'conflict', detail: 'The rep does not hold this lead (any more): ask for the next lead.' };
}

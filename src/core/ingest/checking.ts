import { subjectNow } from '../conditions/subject.js';
import type { Lead } from '../leads/lead.js';
import type { KeyKind } from '../leads/vocabulary.js';
import { convertedRefusal } from '../lifecycle/converting.js';
import { isLifecycleCommand, lifecycleRefusal } from '../lifecycle/desk.js';
import type { KeysOf } from './changes.js';
import type { Checkable, Refusal } from './commands.js';
import type { DecisionBasis } from './decide.js';
import type { Entry } from './entries.js';
import { moveRefusal } from './moving.js';
import { isOwnerCommand } from './owner-commands.js';
import { ownerRefusal, versionRefusal } from './owner-refusals.js';
import { patchRefusal } from './patching.js';

/** What may stand against a command, beside the lead itself. */
interface CheckingFacts {
  basis: DecisionBasis;
  now: number;
  keysOf: KeysOf;
  ownerOf: (kind: KeyKind, value: string) => Lead | undefined;
}

/** What stands against a command about that lead (undefined: there is none), before anything is changed. */
export function refusalOf(
  command: Checkable,
  entry: Pick<Entry, 'lead' | 'engagement'> | undefined,
  { basis, now, keysOf, ownerOf }: CheckingFacts,
): Refusal | undefined {
  const lead = entry?.lead;
  // A timer may outlive its lead; it is the firing that finds out.
  if (command.type === 'submission' || command.type === 'review') return undefined;
  if (isOwnerCommand(command)) return ownerRefusal(command, lead, basis.assignment, now);
  if (isLifecycleCommand(command)) {
    const { assignment, lifecycle } = basis;
    const { engagement = [] } = entry ?? {};
    const subject = (of: Lead) => subjectNow(of, { source: basis.sourceOf(of), engagement, now });
    return lifecycleRefusal(command, lead, { assignment, lifecycle, subject, now });
  }
  if (!lead) return { code: 'not_found', detail: 'There is no such lead in this workspace.' };
  if (command.type === 'engagement') return undefined;
  const outdated = versionRefusal(command, lead);
  if (outdated) return outdated;
  if (command.type === 'move') return convertedRefusal(lead) ?? moveRefusal(command);
  if (command.type === 'release') return convertedRefusal(lead);
  return command.type === 'patch' ? patchRefusal(command, lead, keysOf, ownerOf) : undefined;
}

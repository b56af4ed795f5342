import type { Lead } from '../leads/lead.js';
import type { MatchKey } from '../leads/vocabulary.js';
import type { KeysOf } from './changes.js';
import type { Checkable, Refusal } from './commands.js';
import { moveRefusal } from './moving.js';
import type { OwnerCommand } from './owner-commands.js';
import { versionRefusal } from './owner-refusals.js';
import { patchRefusal } from './patching.js';

/** What stands against a command about that lead (undefined: there is none), before anything is changed. */
export function refusalOf(
  command: Exclude<Checkable, OwnerCommand>,
  lead: Lead | undefined,
  keysOf: KeysOf,
  ownerOf: (kind: MatchKey, value: string) => Lead | undefined,
): Refusal | undefined {
  // A timer may outlive its lead; it is the firing that finds out.
  if (command.type === 'submission' || command.type === 'review') return undefined;
  if (!lead) return { code: 'not_found', detail: 'There is no such lead in this workspace.' };
  if (command.type === 'engagement') return undefined;
  const outdated = versionRefusal(command, lead);
  if (outdated) return outdated;
  if (command.type === 'move') return moveRefusal(command);
  return command.type === 'patch' ? patchRefusal(command, lead, keysOf, ownerOf) : undefined;
}

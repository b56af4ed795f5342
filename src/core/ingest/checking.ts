import type { Lead } from '../leads/lead.js';
import type { MatchKey } from '../leads/vocabulary.js';
import type { KeysOf } from './changes.js';
import type { Checkable, Refusal } from './commands.js';
import { moveRefusal } from './moving.js';
import { patchRefusal } from './patching.js';

/** What stands against a command about that lead (undefined: there is none), before anything is changed. */
export function refusalOf(
  command: Checkable,
  lead: Lead | undefined,
  keysOf: KeysOf,
  ownerOf: (kind: MatchKey, value: string) => Lead | undefined,
): Refusal | undefined {
  // A timer may outlive its lead; it is the firing that finds out.
  if (command.type === 'submission' || command.type === 'review') return undefined;
  if (!lead) return { code: 'not_found', detail: 'There is no such lead in this workspace.' };
  if (command.type === 'engagement') return undefined;
  const { version } = lead;
  if (command.ifMatch && !command.ifMatch.includes(version)) {
    const detail = `The lead is at version ${version}: read it again and repeat the change on top of it.`;
    return { code: 'version_mismatch', detail, version };
  }
  if (command.type === 'move') return moveRefusal(command);
  return command.type === 'patch' ? patchRefusal(command, lead, keysOf, ownerOf) : undefined;
}

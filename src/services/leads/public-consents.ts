import type { SubmitCommand } from '../../core/leads/commands/submit.js';
import { CONSENT_CHANNELS } from '../../core/leads/consent.js';
import type { Store } from '../../db/store.js';

/**
 * The command with the channels whose grants are proposals, because they need a confirmation of the person that it does not have: by the setting of
 * the workspace, or where a form takes them with a confirmation, as the key of that page can also submit without the form.
 */
export async function withUnconfirmed(
  store: Store,
  workspaceId: string,
  command: SubmitCommand,
): Promise<SubmitCommand> {
  const { facts, publicOrigin } = command;
  const isGranted = CONSENT_CHANNELS.some((channel) => facts[`${channel}Consent`] === 'granted');
  if (!isGranted || publicOrigin === undefined) return command;
  const unconfirmedChannels = await store.read(workspaceId).forms.confirmedChannels();
  return unconfirmedChannels.length === 0
    ? command
    : { ...command, publicOrigin: { ...publicOrigin, unconfirmedChannels } };
}

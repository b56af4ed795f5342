import type { SubmitCommand } from '../../core/leads/commands/submit.js';
import type { Store } from '../../db/store.js';

/**
 * The command without the text of its consent, so that a grant is a proposal, where a form of the workspace takes e-mail consents only with a
 * confirmation: the key of that page can also submit without the form, and would get round the confirmation.
 */
export async function withConfirmedConsents(
  store: Store,
  workspaceId: string,
  command: SubmitCommand,
): Promise<SubmitCommand> {
  const { facts, publicOrigin } = command;
  if (facts.emailConsent !== 'granted' || publicOrigin === undefined || publicOrigin.proof?.form !== undefined)
    return command;
  if (!(await store.read(workspaceId).forms.someConfirm())) return command;
  return { ...command, publicOrigin: { ...publicOrigin, consentText: undefined } };
}

import { iso } from '../time.js';
import { CONSENT_CHANNELS, type ConsentChannel, consentOf } from './consent.js';
import type { LeadFacts } from './facts.js';

/**
 * `allowed`: there is an address and no objection. `denied`: the consent was withdrawn or never given. `bounced`: the e-mail
 * address receives nothing. `missing`: there is no valid address.
 */
export const CHANNEL_STATUSES = ['allowed', 'denied', 'bounced', 'missing'] as const;
export type ChannelStatus = (typeof CHANNEL_STATUSES)[number];

/** Whether a lead may be contacted through a channel. */
export interface ContactChannel {
  channel: ConsentChannel;
  status: ChannelStatus;
  /** When it was denied or bounced, in epoch milliseconds, if that is known. */
  since?: number | undefined;
}

export const contactChannels = (facts: LeadFacts): ContactChannel[] =>
  CONSENT_CHANNELS.map((channel) => ({ channel, ...statusOf(facts, channel) }));

function statusOf(facts: LeadFacts, channel: ConsentChannel): Omit<ContactChannel, 'channel'> {
  const { consent, at } = consentOf(facts, channel);
  if (consent === 'denied') return { status: 'denied', since: at };
  if (channel === 'email' && facts.emailBouncedAt !== undefined) {
    return { status: 'bounced', since: facts.emailBouncedAt };
  }
  const address = channel === 'email' ? facts.emailNormalized : facts.phoneNormalized;
  return { status: address === undefined ? 'missing' : 'allowed' };
}

/** Whether there is an address for the channel and no objection. */
export const isContactable = (facts: LeadFacts, channel: ConsentChannel): boolean =>
  statusOf(facts, channel).status === 'allowed';

/** A channel that must not be proposed, whatever the playbook states. A missing address can still be found. */
export const isBlocked = ({ status }: ContactChannel): boolean => status === 'denied' || status === 'bounced';

/** Whether a change of facts blocks a channel. */
export const blocksChannel = (before: LeadFacts, after: LeadFacts): boolean =>
  before !== after &&
  ((after.emailConsent === 'denied' && before.emailConsent !== 'denied') ||
    (after.phoneConsent === 'denied' && before.phoneConsent !== 'denied') ||
    (after.emailBouncedAt !== undefined && before.emailBouncedAt === undefined));

/** Sentences about the blocked channels and what is left; undefined when none is blocked. */
export function channelNote(channels: readonly ContactChannel[]): string | undefined {
  const blocked = channels.filter(isBlocked);
  if (blocked.length === 0) return undefined;
  const reasons = blocked.map(({ channel, status, since }) => {
    const what = channel === 'email' ? 'E-mail' : 'Phone';
    const why = status === 'denied' ? 'is denied' : 'bounces';
    return `${what} ${why}${since === undefined ? '' : ` since ${iso(since)}`}.`;
  });
  const allowed = channels.filter(({ status }) => status === 'allowed');
  const left = allowed.map(({ channel }) => (channel === 'email' ? 'e-mail' : 'phone')).join(' or ');
  return [...reasons, left === '' ? 'No channel is allowed.' : `Allowed: ${left}.`].join(' ');
}

import { all, field, happened } from '../conditions/build.js';
import type { Sequence } from '../sequences/sequence.js';

/** It read or asked for something. */
const SHOWS_INTEREST = happened(['email_opened', 'email_clicked', 'content_viewed', 'content_downloaded'], 60);

/**
 * Published in every new workspace: suspects get slow and steady information over 90 days, as events for the sender of e-mails. The first
 * step is the task `send_introduction` of the playbook, which the sequence takes over.
 */
export const DEFAULT_SEQUENCE: Sequence = {
  key: 'education',
  purpose: 'education',
  enterWhen: all(field('category', 'eq', 'suspect'), field('emailNormalized', 'exists')),
  quietHours: { start: '20:00', end: '08:00', workdaysOnly: true },
  caps: [{ channel: 'email', sends: 1, days: 5 }],
  steps: [
    { type: 'wait', key: 'settle', after: 5, unit: 'days' },
    { type: 'send', key: 'introduction', channel: 'email', template: 'send_introduction' },
    { type: 'wait', key: 'after_introduction', after: 14, unit: 'days' },
    { type: 'send', key: 'overview', channel: 'email', template: 'send_overview' },
    { type: 'wait', key: 'after_overview', after: 21, unit: 'days' },
    { type: 'send', key: 'example', channel: 'email', template: 'send_example' },
    { type: 'wait', key: 'after_example', after: 21, unit: 'days' },
    { type: 'condition', key: 'reads', when: SHOWS_INTEREST, whenFalse: 'last_word' },
    { type: 'send', key: 'guide', channel: 'email', template: 'send_guide' },
    { type: 'wait', key: 'after_guide', after: 21, unit: 'days' },
    { type: 'send', key: 'last_word', channel: 'email', template: 'send_last_word' },
  ],
};

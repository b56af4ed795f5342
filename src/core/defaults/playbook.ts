import { all, any, field } from '../conditions/build.js';
import type { Playbook, TaskTemplate } from '../playbooks/playbook.js';

const CAN_BE_CALLED = field('phoneNormalized', 'exists');
const CAN_BE_WRITTEN_TO = field('emailNormalized', 'exists');
const CAN_BE_REACHED = any(CAN_BE_CALLED, CAN_BE_WRITTEN_TO);

/** Leaves out leads without a true contact, and known customers, which are contacted as customers. */
const MAY_KNOW_A_BUYER = field('disqualification.reason', 'not_in', [
  'invalid_contact',
  'spam',
  'duplicate',
  'existing_customer',
]);

/** A lead that does not buy may refer one that does. */
const ASK_FOR_RECOMMENDATIONS: TaskTemplate = {
  key: 'ask_for_recommendations',
  title: 'Ask for recommendations',
  kind: 'recommendations',
  guidance:
    'Thank them for their time, and ask who else might have the need. Enter each name as a lead of the channel referral.',
  due: { after: 16, unit: 'business_hours' },
  when: CAN_BE_REACHED,
};

/**
 * Published in every new workspace. One task is automatic: marketing sends each new MQL what helps to decide. A workspace that wants
 * others publishes a version of its own.
 */
export const DEFAULT_PLAYBOOK: Playbook = {
  entries: [
    {
      id: 'suspect',
      label: 'Suspects: educate',
      category: 'suspect',
      guidance:
        'Interest is only indirect. Do not sell: send something worth reading now and then, and see whether it is read.',
      tasks: [
        {
          key: 'send_introduction',
          title: 'Send an introduction',
          kind: 'email',
          guidance: 'One page about the need that most leads of this source have.',
          due: { after: 5 * 24, unit: 'calendar_hours' },
          when: CAN_BE_WRITTEN_TO,
        },
      ],
    },
    {
      id: 'lead',
      label: 'Leads: find out the need',
      category: 'lead',
      guidance:
        'Interest is stated but not qualified. Find out need, budget, authority and timeframe before you pitch.',
      tasks: [
        {
          key: 'research_company',
          title: 'Look up the company',
          kind: 'research',
          due: { after: 8, unit: 'business_hours' },
          when: field('organizationName', 'exists'),
        },
        {
          key: 'qualify',
          title: 'Ask for need, budget, authority and timeframe',
          kind: 'email',
          due: { after: 16, unit: 'business_hours' },
          when: CAN_BE_REACHED,
        },
      ],
    },
    {
      id: 'mql',
      label: 'Marketing qualified: answer what is open',
      category: 'mql',
      guidance:
        'Interest is clear, the purchase is not near. Answer questions, send what helps to decide, agree on a next date.',
      tasks: [
        {
          key: 'first_call',
          title: 'Call to learn what is still open',
          kind: 'call',
          due: { after: 8, unit: 'business_hours' },
          when: CAN_BE_CALLED,
        },
        {
          key: 'send_material',
          title: 'Send what helps to decide',
          kind: 'email',
          due: { after: 16, unit: 'business_hours' },
          when: CAN_BE_WRITTEN_TO,
          automatic: true,
          needsRep: true,
        },
      ],
    },
    {
      id: 'sql',
      label: 'Sales qualified: speak at once',
      category: 'sql',
      guidance: 'Ready to buy. Whoever speaks with it first is most likely to win it: call, then offer a demo.',
      tasks: [
        {
          key: 'call_now',
          title: 'Call now',
          kind: 'call',
          due: { after: 1, unit: 'business_hours' },
          when: CAN_BE_CALLED,
        },
        {
          key: 'write_now',
          title: 'Write and propose a time to talk',
          kind: 'email',
          due: { after: 1, unit: 'business_hours' },
          when: CAN_BE_WRITTEN_TO,
        },
        { key: 'book_demo', title: 'Agree on a demo', kind: 'meeting', due: { after: 16, unit: 'business_hours' } },
      ],
    },
    {
      id: 'sql-hot-referral',
      label: 'Hot referrals: mention who sent them',
      category: 'sql',
      temperature: 'hot',
      channel: 'referral',
      guidance: 'Somebody they trust named us. Begin with that name, then with the need.',
      tasks: [
        {
          key: 'call_now',
          title: 'Call and name the referrer',
          kind: 'call',
          due: { after: 1, unit: 'business_hours' },
        },
        { key: 'book_demo', title: 'Agree on a demo', kind: 'meeting', due: { after: 16, unit: 'business_hours' } },
      ],
    },
    {
      id: 'prospect',
      label: 'Prospects: pitch and test the intent',
      category: 'prospect',
      guidance: 'Sales works it. Show the product on their own case, name the price, ask what could stand in the way.',
      tasks: [
        { key: 'demo', title: 'Give the demo', kind: 'meeting', due: { after: 24, unit: 'business_hours' } },
        { key: 'send_offer', title: 'Send the offer', kind: 'email', due: { after: 40, unit: 'business_hours' } },
        { key: 'follow_up', title: 'Ask for the decision', kind: 'call', due: { after: 80, unit: 'business_hours' } },
      ],
    },
    {
      id: 'customer',
      label: 'Customers: keep and widen',
      category: 'customer',
      guidance: 'Make sure that it works for them; then ask what else they need and whom else they know.',
      tasks: [
        { key: 'welcome', title: 'Welcome and hand over', kind: 'meeting', due: { after: 24, unit: 'business_hours' } },
        { ...ASK_FOR_RECOMMENDATIONS, due: { after: 30 * 24, unit: 'calendar_hours' } },
      ],
    },
    {
      id: 'parked',
      label: 'Parked: stay in touch',
      category: 'parked',
      guidance: 'The time is not right. Send something useful seldom, and be there when the reason is gone.',
      tasks: [
        {
          key: 'keep_in_touch',
          title: 'Send a short word',
          kind: 'email',
          due: { after: 90 * 24, unit: 'calendar_hours' },
          when: CAN_BE_WRITTEN_TO,
        },
      ],
    },
    {
      id: 'lost',
      label: 'Lost: learn why, ask who else',
      category: 'lost',
      guidance:
        'Ask openly what decided it; note reason and competitor. Part as friends: another product may fit later.',
      tasks: [
        ASK_FOR_RECOMMENDATIONS,
        {
          key: 'pitch_other_product',
          title: 'Offer another product',
          kind: 'call',
          due: { after: 180 * 24, unit: 'calendar_hours' },
          when: CAN_BE_REACHED,
        },
      ],
    },
    {
      id: 'disqualified',
      label: 'Disqualified: ask who else',
      category: 'disqualified',
      guidance: 'It will not buy. It may know somebody who does.',
      tasks: [{ ...ASK_FOR_RECOMMENDATIONS, when: all(CAN_BE_REACHED, MAY_KNOW_A_BUYER) }],
    },
  ],
};

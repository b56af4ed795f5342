import Type from 'typebox';
import { CLOCK_STATUSES } from '../../core/leads/sla.js';
import { strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';

const LeadClock = component(
  'LeadClock',
  Type.Object(
    {
      status: enumOf(CLOCK_STATUSES, { description: 'Whether it runs, is paused, or how it ended.' }),
      dueAt: Type.Optional(Timestamp('When it breaches, or would have.')),
    },
    strict('A service level clock of a lead in short.'),
  ),
);

export const LeadClocks = component(
  'LeadClocks',
  Type.Object(
    {
      firstTouch: Type.Optional(Ref(LeadClock)),
      acceptance: Type.Optional(Ref(LeadClock)),
      nextTouch: Type.Optional(Ref(LeadClock)),
      pausedAt: Type.Optional(Timestamp('When its clocks were paused.')),
    },
    strict('The service level clocks of a lead in short; `GET /v1/leads/{leadId}/sla` has all about them.'),
  ),
);

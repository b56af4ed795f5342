import type { WorkspaceClock } from '../../services/clock.js';
import { operation } from '../operations.js';
import { ClockAdvance, ClockAdvancedSchema, WorkspaceClockSchema } from '../schemas/clock.js';
import { idParams } from '../schemas/common.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';
import { parseInstant } from './instants.js';

const CLOCK = { workspaceId: EXAMPLE_ID, sandbox: true, now: AT, aheadSeconds: 86_400 };

function clockOut({ workspaceId, sandbox, now, ahead }: WorkspaceClock) {
  return { workspaceId, sandbox, now: new Date(now).toISOString(), aheadSeconds: ahead / 1_000 };
}

const params = idParams('workspaceId', 'The workspace.');

export const getClock = operation({
  id: 'getClock',
  method: 'GET',
  path: '/v1/workspaces/:workspaceId/clock',
  tag: 'Workspaces',
  summary: 'Read the time of a workspace',
  description: 'Real time, unless the workspace is a sandbox whose clock was moved.',
  scopes: ['workspace:read'],
  params,
  success: { status: 200, schema: WorkspaceClockSchema, description: 'Its clock.', example: CLOCK },
  run: (services, { principal, params }) => services.clock.get(principal, params.workspaceId),
  present: (clock) => ({ body: clockOut(clock) }),
});

export const advanceClock = operation({
  id: 'advanceClock',
  method: 'POST',
  path: '/v1/workspaces/:workspaceId/clock/advance',
  tag: 'Workspaces',
  summary: 'Move the time of a sandbox forward',
  description:
    'For tests of effects of time: scores decay, leases end, deadlines pass. All timers that become due fire before the answer, in the order of their due instants and each at its own instant, so that a warning precedes its breach; events, reads and rules of the workspace use this time. Operations that the timers start run afterwards. API keys, leases of operations and stored Idempotency-Keys use real time. The clock only moves forward, and only in a workspace created with `sandbox: true`.',
  scopes: ['workspace:write'],
  params,
  body: ClockAdvance,
  bodyExample: { seconds: 86_400 },
  success: {
    status: 200,
    schema: ClockAdvancedSchema,
    description: 'Where the clock is now, and how many timers fired.',
    example: { ...CLOCK, timersFired: 3, timersEffective: 2, complete: true },
  },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { principal, write, params, body }) => {
    const to = parseInstant(body.to);
    return services.clock.advance(principal, write, params.workspaceId, { seconds: body.seconds, to });
  },
  present: ({ timersFired, timersEffective, complete, ...clock }) => ({
    body: { ...clockOut(clock), timersFired, timersEffective, complete },
  }),
});

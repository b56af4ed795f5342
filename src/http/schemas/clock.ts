import Type from 'typebox';
import { Id, PlannedInstant, strict, Timestamp } from './common.js';
import { component } from './components.js';

const clockFields = {
  workspaceId: Id('The workspace.'),
  sandbox: Type.Boolean({ description: 'Whether its clock can be moved.' }),
  now: Timestamp('The time of the workspace.'),
  aheadSeconds: Type.Number({
    minimum: 0,
    description:
      'Seconds that the clock is ahead of real time, to the millisecond; 0 unless the clock of a sandbox was moved.',
  }),
};

export const WorkspaceClockSchema = component(
  'WorkspaceClock',
  Type.Object(clockFields, strict('The time that a workspace uses for decisions and events.')),
);

export const ClockAdvance = component(
  'ClockAdvance',
  Type.Object(
    {
      seconds: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 315_360_000,
          description: 'Seconds to move forward, 1 second to ten years.',
        }),
      ),
      to: Type.Optional(PlannedInstant('The instant to move to, at most ten years ahead of real time.')),
    },
    strict('How far to move the clock: exactly one of `seconds` and `to`.'),
  ),
);

const count = (description: string) => Type.Integer({ minimum: 0, maximum: 2_000, description });

export const ClockAdvancedSchema = component(
  'ClockAdvanced',
  Type.Object(
    {
      ...clockFields,
      timersFired: count('Timers that became due, 0 to 2,000, each fired at its own due instant.'),
      timersEffective: count('Fired timers that changed something.'),
      complete: Type.Boolean({
        description:
          'Whether the clock reached its target. It stops early after 2,000 timers: send the request again with `to`.',
      }),
    },
    strict('The clock after the move, and the timers that fired.'),
  ),
);

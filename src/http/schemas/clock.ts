import Type from 'typebox';
import { Id, PlannedInstant, strict, Timestamp } from './common.js';
import { component } from './components.js';

const clockFields = {
  workspaceId: Id('The workspace.'),
  sandbox: Type.Boolean({ description: 'Whether its clock can be moved.' }),
  now: Timestamp('What time it is in the workspace.'),
  aheadSeconds: Type.Number({
    minimum: 0,
    description: 'How far that is ahead of real time, seconds to the millisecond; 0 unless a sandbox was moved.',
  }),
};

export const WorkspaceClockSchema = component(
  'WorkspaceClock',
  Type.Object(clockFields, strict('The time by which a workspace decides, and its events are told.')),
);

export const ClockAdvance = component(
  'ClockAdvance',
  Type.Object(
    {
      seconds: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 315_360_000, description: 'So many seconds forward, 1 to ten years.' }),
      ),
      to: Type.Optional(PlannedInstant('Forward to this instant, at most ten years ahead of real time.')),
    },
    strict('How far to go: exactly one of `seconds` and `to`.'),
  ),
);

const count = (description: string) => Type.Integer({ minimum: 0, maximum: 2_000, description });

export const ClockAdvancedSchema = component(
  'ClockAdvanced',
  Type.Object(
    {
      ...clockFields,
      timersFired: count('Timers that were due on the way, 0 to 2,000, each fired at its own due instant.'),
      timersEffective: count('Those of them that changed something.'),
      complete: Type.Boolean({
        description:
          'Whether the clock is where it was to be. More than 2,000 timers on the way stop it before: ask again with `to`.',
      }),
    },
    strict('The clock after it was moved, and what that set off.'),
  ),
);

import type { Command } from '../../core/commands/table.js';
import { type Turns, turnsAfter } from '../turns.js';

/** So many commands are decided, then written while the next are decided: the database works at the same time. */
const SLICE = 250;
/** Of a job, which no caller waits for, fewer: other requests hardly notice it. */
const JOB_SLICE = 100;
/** After so many milliseconds of work, other requests of the process have a turn of the event loop. */
const TURN_MS = 2;
/** A command with more text than this counts as several: what a slice writes is made at once. */
const COMMAND_CHARACTERS = 2_000;

export interface Slices {
  /** To be called after each evaluation: writes a full slice, and lets other requests have a turn when one is due. */
  decided(command?: Command): Promise<void> | undefined;
  /** To be called after work without an evaluation. */
  worked(): Promise<void> | undefined;
}

/** A decision looks at every member of a team, and its record can name each: beyond so many it counts as several as well. */
const MEMBERS = 250;

interface SliceOptions {
  /** A job's slices are smaller. */
  isJob: boolean;
  /** Members of the largest team. */
  members: number;
  write: () => Promise<void>;
}

export function createSlices({ isJob, members, write }: SliceOptions): Slices {
  const size = (isJob ? JOB_SLICE : SLICE) / Math.max(1, members / MEMBERS);
  const turns: Turns = turnsAfter(TURN_MS);
  let undecided = size;
  const writeSlice = async () => {
    await write();
    // What was written leaves only when the event loop comes by: a socket takes less than a slice at once.
    await turns.take();
  };
  return {
    worked: turns.due,
    decided(command) {
      undecided -= weightOf(command);
      if (undecided > 0) return turns.due();
      undecided = size;
      return writeSlice();
    },
  };
}

function weightOf(command: Command | undefined): number {
  if (command?.type !== 'submission') return 1;
  return Math.max(1, charactersOf(command.raw) / COMMAND_CHARACTERS);
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let characters = 0;
  for (const name in value) characters += name.length + charactersOf((value as Record<string, unknown>)[name]);
  return characters;
}

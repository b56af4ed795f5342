import { arrivalOf, type Command } from '../../core/commands/table.js';
import { type Turns, turnsAfter } from '../turns.js';

/** Commands per slice: the database writes one slice while the process decides the next. */
const SLICE = 250;
/** Commands per slice of a job. No caller waits for a job, so smaller slices leave more room for requests. */
const JOB_SLICE = 100;
/** Milliseconds of work after which other requests of the process get a turn of the event loop. */
const TURN_MS = 2;
/** A command with more text than this counts as several: the statements of a slice are made without a pause. */
const COMMAND_CHARACTERS = 2_000;

export interface Slices {
  /** To be called after each evaluation: writes a full slice, and lets other requests run when a turn is due. */
  decided(command?: Command): Promise<void> | undefined;
  /** To be called after work without an evaluation. */
  worked(): Promise<void> | undefined;
}

/** A decision examines every member of a team, and its record can name each: with more members than this it counts as several. */
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
    // The socket takes less than a slice at once and sends the rest in a turn of the event loop.
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
  const arrival = command && arrivalOf(command);
  if (arrival?.type !== 'submission') return 1;
  return Math.max(1, charactersOf(arrival.raw) / COMMAND_CHARACTERS);
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let characters = 0;
  for (const name in value) characters += name.length + charactersOf((value as Record<string, unknown>)[name]);
  return characters;
}

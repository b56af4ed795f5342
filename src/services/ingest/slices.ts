import { type Turns, turnsAfter } from '../turns.js';
import type { IngestOrder } from './orders.js';

/** So many orders are decided, then written while the next are decided: the database works at the same time. */
const SLICE = 250;
const SMALL_SLICE = 100;
/** After so many milliseconds of work, other requests of the process have a turn of the event loop. */
const TURN_MS = 2;
/** An order with more text than this counts as several: what a slice writes is made at once. */
const ORDER_CHARACTERS = 2_000;

export interface Slices {
  /** To be called after each decision: writes what a slice of them has changed, and lets others have a turn when one is due. */
  decided(order?: IngestOrder): Promise<void> | undefined;
  /** To be called after work that needs no decision. */
  worked(): Promise<void> | undefined;
}

/** A decision tells about every member of a team that was considered: beyond so many it counts as several as well. */
const MEMBERS = 50;

interface SliceOptions {
  /** Of work that nobody waits for, less is made at a time, and who waits for something else hardly notices. */
  isBackground: boolean;
  /** Members of the largest team. */
  members: number;
  write: () => Promise<void>;
}

export function slicesOf({ isBackground, members, write }: SliceOptions): Slices {
  const size = (isBackground ? SMALL_SLICE : SLICE) / Math.max(1, members / MEMBERS);
  const turns: Turns = turnsAfter(TURN_MS);
  let undecided = size;
  const writeSlice = async () => {
    await write();
    // What was written leaves only when the event loop comes by: a socket takes less than a slice at once.
    await turns.take();
  };
  return {
    worked: turns.due,
    decided(order) {
      undecided -= weightOf(order);
      if (undecided > 0) return turns.due();
      undecided = size;
      return writeSlice();
    },
  };
}

function weightOf(order: IngestOrder | undefined): number {
  if (order?.type !== 'submission') return 1;
  return Math.max(1, charactersOf(order.raw) / ORDER_CHARACTERS);
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let characters = 0;
  for (const name in value) characters += name.length + charactersOf((value as Record<string, unknown>)[name]);
  return characters;
}

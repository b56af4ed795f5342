import type { Condition } from '../condition.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';
import type { Due, TaskKind } from '../tasks/tasks.js';

/** A task for leads of an entry. */
export interface TaskTemplate {
  /** Unique in its entry. The same key in another entry is the same task: once done, it is done for both. */
  key: string;
  title: string;
  kind: TaskKind;
  guidance?: string | undefined;
  due: Due;
  /** Applies only to leads for which this holds; absent: all leads. */
  when?: Condition | undefined;
  /** Creates the task when a lead enters the stage or category. */
  automatic?: boolean | undefined;
  /** With `automatic`: not created while the workspace has no active rep, who could do it. */
  needsRep?: boolean | undefined;
}

/** Guidance and tasks for leads of a stage or category (exactly one of them), of a temperature, of a channel. */
export interface PlaybookEntry {
  id: string;
  label: string;
  stage?: string | undefined;
  category?: Category | undefined;
  temperature?: Temperature | undefined;
  channel?: Channel | undefined;
  guidance: string;
  /** In order: the first that applies and has not been done is the next best action. */
  tasks: TaskTemplate[];
}

/** The most specific entry that matches a lead counts: a stage before a category, then temperature, then channel. */
export interface Playbook {
  entries: PlaybookEntry[];
}

export const PLAYBOOK_LIMITS = { entries: 100, tasks: 20, guidance: 4_000 } as const;

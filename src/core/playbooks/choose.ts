import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';
import type { Playbook, PlaybookEntry, TaskTemplate } from './playbook.js';

export interface CompiledTemplate {
  readonly template: TaskTemplate;
  readonly applies: Predicate;
}

export interface CompiledEntry {
  readonly entry: PlaybookEntry;
  readonly templates: readonly CompiledTemplate[];
}

export interface CompiledPlaybook {
  readonly version: number;
  /** The most specific first. */
  readonly entries: readonly CompiledEntry[];
  /** Whether any task is created automatically. Most workspaces have none, so the search is skipped. */
  readonly hasAutomatic: boolean;
}

/** The properties of a lead that decide its entry. */
export interface PlaybookKey {
  stage?: string | undefined;
  category: Category;
  temperature: Temperature;
  channel?: Channel | undefined;
}

/** Compiles a valid playbook once; the result is immutable and can be shared. */
export function compilePlaybook({ entries }: Playbook, version: number): CompiledPlaybook {
  return {
    version,
    entries: [...entries].sort((a, b) => specificity(b) - specificity(a)).map(compileEntry),
    hasAutomatic: entries.some(({ tasks }) => tasks.some(({ automatic }) => automatic === true)),
  };
}

function compileEntry(entry: PlaybookEntry): CompiledEntry {
  const templates = entry.tasks.map((template) => ({
    template,
    applies: template.when === undefined ? () => true : compileCondition(template.when),
  }));
  return { entry, templates };
}

/** A stage counts more than a temperature, and that more than a channel. Two entries that match one lead never have the same value. */
function specificity({ stage, temperature, channel }: PlaybookEntry): number {
  return (stage === undefined ? 0 : 4) + (temperature === undefined ? 0 : 2) + (channel === undefined ? 0 : 1);
}

function matches(entry: PlaybookEntry, key: PlaybookKey): boolean {
  return (
    (entry.stage === undefined ? entry.category === key.category : entry.stage === key.stage) &&
    (entry.temperature === undefined || entry.temperature === key.temperature) &&
    (entry.channel === undefined || entry.channel === key.channel)
  );
}

/** The most specific entry that matches; undefined when none does. */
export function chooseEntry({ entries }: CompiledPlaybook, key: PlaybookKey): CompiledEntry | undefined {
  return entries.find(({ entry }) => matches(entry, key));
}

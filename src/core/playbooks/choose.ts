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
  /** Whether any tasks are made by themselves; most workspaces have none, and nothing is looked for. */
  readonly hasAutomatic: boolean;
}

/** What of a lead an entry is chosen by. */
export interface PlaybookPlace {
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

/** A stage before a category, then a temperature, then a channel: of two that fit one lead, no two are alike. */
function specificity({ stage, temperature, channel }: PlaybookEntry): number {
  return (stage === undefined ? 0 : 4) + (temperature === undefined ? 0 : 2) + (channel === undefined ? 0 : 1);
}

function fits(entry: PlaybookEntry, place: PlaybookPlace): boolean {
  return (
    (entry.stage === undefined ? entry.category === place.category : entry.stage === place.stage) &&
    (entry.temperature === undefined || entry.temperature === place.temperature) &&
    (entry.channel === undefined || entry.channel === place.channel)
  );
}

/** The most specific entry that fits; undefined when none does. */
export function chooseEntry({ entries }: CompiledPlaybook, place: PlaybookPlace): CompiledEntry | undefined {
  return entries.find(({ entry }) => fits(entry, place));
}

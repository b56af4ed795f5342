import type { Condition, FieldCondition } from '../condition.js';
import { compileCondition, type Predicate } from '../conditions/compile.js';
import { findAnyField } from '../conditions/fields.js';
import { withSpellings } from '../conditions/spellings.js';
import type { Subject } from '../conditions/subject.js';
import { foldText } from '../conditions/texts.js';
import { leavesOf } from '../conditions/validate.js';

/** A dynamic segment whose members writes keep, with its expanded condition. */
export interface KeptSegment {
  id: string;
  name: string;
  conditionVersion: number;
  condition: Condition;
}

/** A segment that a lead can belong to: it does if the condition holds. */
export interface Candidate {
  segment: KeptSegment;
  holds: Predicate;
  /** Comparisons of the condition: what an evaluation costs at worst. */
  leaves: number;
}

/** Segments that require one value of a text or enum field, by the value as it is compared. */
interface ByValue {
  read: (subject: Subject) => unknown;
  segments: Map<string, Candidate[]>;
}

/** Finds the segments that a lead can belong to. */
export type FindCandidates = (subject: Subject) => Candidate[];

/**
 * Compiles the conditions of all segments together. A segment that requires `country eq DE`, say, is found by the country of the lead and
 * not evaluated for others: two hundred segments then cost little more than the few that can hold.
 */
export function compileSegments(segments: readonly KeptSegment[]): FindCandidates {
  const byField = new Map<string, ByValue>();
  const others: Candidate[] = [];
  for (const segment of segments) {
    const { condition } = segment;
    const candidate = { segment, holds: compileCondition(condition), leaves: leavesOf(condition) };
    const required = requiredValue(condition);
    if (required === undefined) others.push(candidate);
    else addByValue(byField, required, candidate);
  }
  const fields = [...byField.values()];
  return (subject) => {
    const found = [...others];
    for (const { read, segments: candidates } of fields) {
      const value = read(subject);
      if (typeof value === 'string') found.push(...(candidates.get(foldText(value)) ?? []));
    }
    return found;
  };
}

interface RequiredValue {
  field: string;
  value: string;
}

function addByValue(byField: Map<string, ByValue>, { field, value }: RequiredValue, candidate: Candidate): void {
  const entry = byField.get(field) ?? { read: findAnyField(field)?.read ?? (() => undefined), segments: new Map() };
  byField.set(field, entry);
  entry.segments.set(value, [...(entry.segments.get(value) ?? []), candidate]);
}

/** The first comparison with one text that must hold for the whole condition to hold. */
function requiredValue(condition: Condition): RequiredValue | undefined {
  if (condition.type === 'field') return requiredByField(condition);
  if (condition.type !== 'all') return undefined;
  for (const part of condition.conditions) {
    const required = requiredValue(part);
    if (required !== undefined) return required;
  }
  return undefined;
}

const BY_VALUE: ReadonlySet<string> = new Set(['text', 'enum', 'id']);

function requiredByField(condition: FieldCondition): RequiredValue | undefined {
  // With its other spellings, a time zone or a currency is one of several texts.
  const { field, operator, value, otherField } = withSpellings(condition);
  const isUsable = operator === 'eq' && otherField === undefined && typeof value === 'string';
  return isUsable && BY_VALUE.has(findAnyField(field)?.type ?? '') ? { field, value: foldText(value) } : undefined;
}

import { currentClassOf } from '../../core/batch/current-class.js';
import { type NextChange, nextChange } from '../../core/classification/next-change.js';
import { explainQualification, type QualificationExplanation } from '../../core/classification/qualify.js';
import type { Lead } from '../../core/leads/lead.js';
import { turnsAfter } from '../turns.js';
import type { ExactState } from './exact.js';

export interface LeadExplanation {
  lead: Lead;
  explanation: QualificationExplanation;
  /** The next change by time alone, if no event comes before. */
  next: NextChange | undefined;
}

/** Milliseconds. Each step takes up to about 50 ms with documents at their limits and long histories. */
const TURN_MS = 5;

/** The qualification at the instant of the state with its reasons: the lead's facts and engagement, the versions that decided it last. */
export async function explainLead({ lead, stored, subject, rules }: ExactState): Promise<LeadExplanation> {
  const turns = turnsAfter(TURN_MS);
  const explanation = explainQualification(rules, subject, currentClassOf(stored));
  await turns.due();
  return { lead, explanation, next: nextChange(rules, subject, currentClassOf(lead)) };
}

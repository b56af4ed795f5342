import type { EngagementFact } from '../engagement.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import type { Grade, Score } from '../leads/score.js';
import type { TouchFact } from '../leads/touch.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';

/** The dates of a lead, epoch milliseconds, its touches, and how often it was reopened. A `Lead` has this shape. */
export interface LeadInstants {
  createdAt: number;
  firstTouchAt: number;
  lastTouchAt: number;
  touchCount?: number | undefined;
  /** Absent where no published policy compares touches. */
  touches?: readonly TouchFact[] | undefined;
  lifecycle?: { cycles?: number | undefined } | undefined;
}

/** The input of conditions. `source` is the first source; `now` is epoch milliseconds. */
export interface Subject {
  facts: LeadFacts;
  source?: { channel: Channel; name: string; campaign?: string | undefined } | undefined;
  engagement: readonly EngagementFact[];
  now: number;
  /** Absent only for hypothetical leads, whose dates are not known. */
  instants?: LeadInstants | undefined;
  score?: Score | undefined;
  grade?: Grade | undefined;
  temperature?: Temperature | undefined;
  category?: Category | undefined;
  /** From the published prediction model, 0 to 1; absent without one, and for leads that are won or lost. */
  conversionProbability?: number | undefined;
  /** The stored lead, for fields of the state. */
  lead?: Lead | undefined;
}

/** The subject of a lead with its current decisions. One literal, because it is made several times for every lead that is saved. */
export function subjectNow(
  lead: Lead,
  { source, engagement, now }: Pick<Subject, 'source' | 'engagement' | 'now'>,
): Subject {
  const { facts, score, grade, temperature, category, conversionProbability } = lead;
  return {
    facts,
    source,
    engagement,
    now,
    instants: lead,
    lead,
    score,
    grade,
    temperature,
    category,
    conversionProbability,
  };
}

/** The subject of a lead without decisions: facts, dates, source and engagement at an instant. */
export function subjectOf(
  lead: Pick<Lead, 'facts' | keyof LeadInstants>,
  { source, engagement, now }: Pick<Subject, 'source' | 'engagement' | 'now'>,
): Subject {
  return { facts: lead.facts, source, engagement, now, instants: lead };
}

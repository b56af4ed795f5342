import type { EngagementFact } from '../engagement.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import type { Grade, Score } from '../leads/score.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';

/** A lead's own dates, epoch milliseconds, and how often it was touched. A `Lead` is one. */
export interface LeadInstants {
  createdAt: number;
  firstTouchAt: number;
  lastTouchAt: number;
  touchCount?: number | undefined;
}

/** What a condition is asked about. `source` is the first source; `now` is epoch milliseconds. */
export interface Subject {
  facts: LeadFacts;
  source?: { channel: Channel; name: string; campaign?: string | undefined } | undefined;
  engagement: readonly EngagementFact[];
  now: number;
  /** Absent only for leads that are made up: their dates are not known. */
  instants?: LeadInstants | undefined;
  score?: Score | undefined;
  grade?: Grade | undefined;
  temperature?: Temperature | undefined;
  category?: Category | undefined;
  /** By the published prediction model, 0 to 1; absent without one, and of leads that are won or lost. */
  conversionProbability?: number | undefined;
}

/** A lead as it stands, with what was decided about it. */
export function subjectNow(lead: Lead, around: Pick<Subject, 'source' | 'engagement' | 'now'>): Subject {
  const { score, grade, temperature, category, conversionProbability } = lead;
  return { ...subjectOf(lead, around), score, grade, temperature, category, conversionProbability };
}

/** A lead before anything is decided about it: its facts and dates, where it came from and what it did, at an instant. */
export function subjectOf(
  lead: Pick<Lead, 'facts' | keyof LeadInstants>,
  { source, engagement, now }: Pick<Subject, 'source' | 'engagement' | 'now'>,
): Subject {
  return { facts: lead.facts, source, engagement, now, instants: lead };
}

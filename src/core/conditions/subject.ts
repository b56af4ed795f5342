import type { EngagementFact } from '../engagement.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import type { Grade, Score } from '../scoring/vocabulary.js';
import type { Channel } from '../sources.js';

/** What a condition is asked about. `source` is the first source; `now` is epoch milliseconds. */
export interface Subject {
  facts: LeadFacts;
  source?: { channel: Channel; name: string; campaign?: string | undefined } | undefined;
  engagement: readonly EngagementFact[];
  now: number;
  score?: Score | undefined;
  grade?: Grade | undefined;
  temperature?: Temperature | undefined;
  category?: Category | undefined;
}

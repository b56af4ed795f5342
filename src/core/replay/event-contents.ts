import type { EngagementType } from '../engagement.js';
import type { Lead } from '../leads/lead.js';
import type { Grade, Score } from '../leads/score.js';
import type { Category, CategoryDecider, Temperature } from '../leads/vocabulary.js';

/** Content of `lead.created`. */
export interface CreatedLead
  extends Pick<
    Lead,
    | 'facts'
    | 'score'
    | 'grade'
    | 'temperature'
    | 'category'
    | 'sourceId'
    | 'campaignId'
    | 'scoreModelVersion'
    | 'classificationPolicyVersion'
    | 'conversionProbability'
    | 'predictionModelVersion'
    | 'lifecycle'
  > {
  /** When the first touch happened, if it was stated. */
  touchedAt?: number | undefined;
}

/** Content of `lead.touched`. */
export interface LeadTouch {
  touchId: string;
  sourceId: string;
  campaignId?: string | undefined;
  matchedBy?: string | undefined;
  /** When the touch happened, if it was stated. */
  touchedAt?: number | undefined;
  /** It happened before all touches known by then: the lead has its source from now on. */
  isFirst?: true | undefined;
}

/** Content of `lead.scored`, which is also emitted when another version gave the same score. */
export type LeadScored = Score &
  Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion' | 'conversionProbability' | 'predictionModelVersion'>;

/** Content of `lead.classified`. The last three are set for a person's decision or its release. */
export interface LeadClassified {
  temperature: Temperature;
  category: Category;
  grade: Grade;
  categoryDecidedBy?: CategoryDecider | undefined;
  moveReason?: string | undefined;
  competitor?: string | undefined;
}

/** An engagement event as stored in the history. */
export interface HistoricEngagement {
  id: string;
  type: EngagementType;
  occurredAt: number;
  sourceId?: string | undefined;
}

/** Content of `engagement.recorded`. */
export interface RecordedEngagement extends Omit<HistoricEngagement, 'id'> {
  engagementId: string;
  campaignId?: string | undefined;
  /** A visit before all touches known by then: the lead has its source from now on. */
  isFirst?: true | undefined;
}

/** Content of `lead.assigned`. `ownerReason` is set for a manual assignment. */
export type LeadAssigned = Pick<Lead, 'ownerId' | 'teamId' | 'ownerReason'>;

/** Content of `lead.claimed`. */
export interface LeadClaimed {
  repId?: string | undefined;
  /** Epoch milliseconds. */
  until?: number | undefined;
}

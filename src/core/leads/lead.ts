import type { Grade, Score } from '../scoring/vocabulary.js';
import type { LeadFacts } from './facts.js';
import type { Category, Temperature } from './vocabulary.js';

/** A lead as it stands: its facts, the decisions made from them, and its place in time (epoch milliseconds). */
export interface Lead {
  id: string;
  /** Grows by one with every change. */
  version: number;
  facts: LeadFacts;
  score: Score;
  grade: Grade;
  temperature: Temperature;
  category: Category;
  scoreModelVersion: number;
  classificationPolicyVersion: number;
  scoredAt: number;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  /** Why it has no owner; absent when it has one. */
  queueReason?: string | undefined;
  assignedAt?: number | undefined;
  /** The source of its first touch. */
  sourceId: string;
  campaignId?: string | undefined;
  touchCount: number;
  firstTouchAt: number;
  lastTouchAt: number;
  lastEngagedAt?: number | undefined;
  createdAt: number;
  updatedAt: number;
}

/** Categories in which a lead counts against its owner's capacity. */
export const OPEN_CATEGORIES: ReadonlySet<Category> = new Set(['suspect', 'lead', 'mql', 'sql', 'prospect']);

import type { Condition } from '../condition.js';

/** The members of a dynamic segment follow from its condition; those of a static one are added and removed by callers. */
export const SEGMENT_KINDS = ['dynamic', 'static'] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** `filling`: the first pass over the leads since the condition was set is not complete. */
export const SEGMENT_STATUSES = ['filling', 'current'] as const;

/**
 * When a change shows. `immediate`: in the transaction that changes the lead. `periodic`: what time or other records change shows within
 * a minute, by a pass over the leads.
 */
export const SEGMENT_UPDATES = ['immediate', 'periodic'] as const;
export type SegmentUpdates = (typeof SEGMENT_UPDATES)[number];

/** What a change of a static segment by a condition does with the leads. */
export const SEGMENT_ACTIONS = ['add', 'remove'] as const;
export type SegmentAction = (typeof SEGMENT_ACTIONS)[number];

/** What such a change has done. */
export interface SegmentChangeTotals {
  /** Leads that entered or left. */
  changed: number;
  /** Leads that were in the segment already, or were not in it. */
  unchanged: number;
  /** The first leads that entered or left. */
  sampleIds: string[];
}

export const SEGMENT_LIMITS = {
  segments: 200,
  /** Comparisons of a condition and of all segments that it names, together. */
  leaves: 500,
  /** Comparisons of all segments of a workspace, each with those that it names. Every write of a lead evaluates them. */
  allLeaves: 5_000,
  /** Leads that one call adds to or removes from a static segment. */
  leads: 1_000,
} as const;

export interface Segment {
  workspaceId: string;
  id: string;
  version: number;
  name: string;
  /** The name as it is compared: one segment for each. */
  nameKey: string;
  description: string | null;
  kind: SegmentKind;
  /** Of a dynamic segment, as the caller sent it. */
  condition: Condition | null;
  /** Counts the conditions of the segment, from 1; 0: static. */
  conditionVersion: number;
  /** When the first pass since the condition was set was complete. */
  filledAt: Date | null;
  /** When a process may begin or continue a pass over the leads, by the real clock; null: none is needed. */
  passDueAt: Date | null;
  /** Changes whenever a pass begins anew, so that an older one notices. */
  passNumber: number;
  /** The last lead that the pass has dealt with. */
  passAfterId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A condition that a segment has or had. */
export interface SegmentVersion {
  workspaceId: string;
  segmentId: string;
  version: number;
  condition: Condition;
  createdAt: Date;
}

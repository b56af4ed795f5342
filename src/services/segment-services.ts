import type { Store } from '../db/store.js';
import { guardService } from './guard.js';
import type { ReadSettings } from './leads/settings.js';
import { type SegmentMembersService, segmentMembersService } from './segment-members.js';
import { type SegmentPassesService, segmentPassesService } from './segment-passes.js';
import { type SegmentsService, segmentsService } from './segments.js';
import type { WorkspaceTime } from './workspace-time.js';
import type { Write } from './writes.js';

export interface SegmentServices {
  segmentMembers: SegmentMembersService;
  segmentPasses: SegmentPassesService;
  segments: SegmentsService;
}

interface SegmentServicesOptions {
  store: Store;
  write: Write;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
  clock: () => number;
}

export function segmentServices({ store, write, settings, timeOf, clock }: SegmentServicesOptions): SegmentServices {
  return {
    segmentMembers: guardService(store, segmentMembersService(store, write, settings)),
    segmentPasses: segmentPassesService(store, timeOf, clock),
    segments: guardService(store, segmentsService(store, write, settings)),
  };
}

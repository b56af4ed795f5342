import type { RepSettings } from './rep-settings.js';

/** A rep as it is stored. */
export interface RepRecord {
  workspaceId: string;
  id: string;
  version: number;
  name: string;
  email: string | null;
  active: boolean;
  /** Most open leads at once; null is unlimited. */
  capacity: number | null;
  openLeads: number;
  /** Most effort of open leads at once, in units of the routing policy; null is unlimited. */
  effortCapacity: number | null;
  openEffort: number;
  /** Null: no settings limit it. */
  settings: RepSettings | null;
  /** When it was given its latest leads, epoch milliseconds, as far as caps look back; null without caps. */
  recentLeads: number[] | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A team as it is stored, without its members. */
export interface TeamRecord {
  workspaceId: string;
  id: string;
  version: number;
  name: string;
  active: boolean;
  /** Most leads of its share that an absent member is owed on its return; null: its ledger position stays. */
  catchUp: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A member of a team, and its position in the fairness ledger. */
export interface MemberRecord {
  workspaceId: string;
  teamId: string;
  repId: string;
  weight: number;
  given: number;
  /** Entitlement minus `given`, in leads. */
  credit: number;
  /** Entitlement that the member passes to others because it did not work on leads in time, in leads. */
  missed: number;
  /** When it claimed leads of the team's pool, epoch milliseconds, as far as daily limits look back; null without any. */
  recentClaims: readonly number[] | null;
}

/** Channels of leads and touches. The OpenAPI document describes each. */
export const CHANNELS = [
  'referral',
  'word_of_mouth',
  'direct_response',
  'purchased_list',
  'email_marketing',
  'inbound_content',
  'social_media',
  'linkedin',
  'event',
  'networking',
  'customer_feedback',
  'win_back',
  'live_chat',
  'web_form',
  'api',
  'import',
  'other',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where leads come from. */
export interface Source {
  workspaceId: string;
  id: string;
  version: number;
  channel: Channel;
  name: string;
  /** Lower-case name: one source for each channel and name, however it is spelled. */
  nameKey: string;
  description: string | null;
  /** The source that this one was merged into; null: none. */
  mergedInto: string | null;
  /** Where its records count, at the end of the merges; null: here. */
  survivorId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A source by channel and name, and optionally one of its campaigns by name. */
export interface SourceReference {
  channel: Channel;
  name: string;
  campaign?: string | undefined;
}

export interface SourceIds {
  sourceId: string;
  campaignId?: string | undefined;
}

/** Finds the sources and campaigns of commands. */
export interface Sources {
  /** Creates unknown sources and campaigns. */
  idsOf(reference: SourceReference): SourceIds;
  /** For public submissions: an unknown source becomes the general one of its channel, an unknown campaign is dropped. */
  publicIdsOf(reference: SourceReference): SourceIds;
}

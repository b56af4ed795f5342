/** Channels a lead or a touch can come from; the OpenAPI document says what is special about each. */
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

/** A source by channel and name, with a campaign of it by name. */
export interface SourceReference {
  channel: Channel;
  name: string;
  campaign?: string | undefined;
}

export interface SourceIds {
  sourceId: string;
  campaignId?: string | undefined;
}

/** Finds the sources and campaigns that commands name. */
export interface Sources {
  /** Those that are not known are created. */
  idsOf(reference: SourceReference): SourceIds;
  /** Of public submissions: an unknown source becomes the general one of its channel, an unknown campaign none. */
  publicIdsOf(reference: SourceReference): SourceIds;
}

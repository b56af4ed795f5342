/** Channels a lead or a touch can come from; what is special about each is told in the OpenAPI document. */
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

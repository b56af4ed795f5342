import { ENGAGEMENT_TYPES, type EngagementType } from '../engagement.js';
import { foldedKey } from '../identity/texts.js';

/** Words of other products for what a lead did. */
const WORDS: readonly [EngagementType, string][] = [
  ['page_viewed', 'page view|pageview|page visit|visit web page|website visit|visited website|web visit|visit'],
  ['pricing_viewed', 'pricing page view|visited pricing page|pricing page visit|viewed pricing'],
  ['content_viewed', 'content view|video view|watched video|video watched'],
  ['content_downloaded', 'download|downloaded|asset download|content download|whitepaper download|file download'],
  ['email_sent', 'send email|sent email|email delivered|delivered|sent'],
  ['email_opened', 'open email|opened email|email open|open|opened'],
  ['email_clicked', 'click email|clicked email|email click|clicked link in email|click link|click|clicked'],
  ['email_replied', 'replied to email|email reply|reply|replied'],
  ['email_bounced', 'bounce|bounced|email bounce|email bounced soft|hard bounce'],
  ['email_unsubscribed', 'unsubscribe|unsubscribed|unsubscribe email|opt out'],
  ['form_submitted', 'form submission|fill out form|form fill|filled out form|form submit|submitted form'],
  ['event_invited', 'invited|invitation'],
  ['event_registered', 'registered|registration|webinar registration|registered for event|event registration'],
  ['event_attended', 'attended|attendance|webinar attended|attended webinar|attended event|event attendance'],
  ['chat_started', 'chat|live chat'],
  ['meeting_booked', 'meeting scheduled|booked meeting|meeting set|meeting request'],
  ['survey_answered', 'survey|survey response|survey submitted'],
  ['information_requested', 'information request|info request|contact us|contact request'],
  ['price_requested', 'price request|quote request|request for quote|quote requested'],
  ['demo_requested', 'demo request|demo|request demo|requested demo'],
  ['trial_started', 'trial|trial signup|free trial|started trial'],
  ['spam_reported', 'spam complaint|spam report|complaint|marked as spam'],
];

const byWord = new Map<string, EngagementType>([
  ...WORDS.flatMap(([type, words]) => words.split('|').map((word) => [word, type] as const)),
  ...ENGAGEMENT_TYPES.map((type) => [foldedKey(type), type] as const),
]);

/** The type of a lead's action by its name in another product; `other` where the name is not known. */
export const eventTypeOf = (name: string): EngagementType => byWord.get(foldedKey(name)) ?? 'other';

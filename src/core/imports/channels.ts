import { CHANNELS, type Channel } from '../sources.js';

/** Words of source names by channel; the first match decides, so "Facebook event" is an event. */
const WORDS: readonly [Channel, RegExp][] = [
  ['live_chat', /\b(?:live ?chat|chat ?bot|chat|olark|intercom|drift|whatsapp|messenger bot)\b/],
  ['word_of_mouth', /\b(?:word of mouth|wom|friend|mundpropaganda|bouche a oreille)\b/],
  ['inbound_content', /\breferral (?:site|sites|traffic|website|link)s?\b/],
  ['win_back', /\b(?:win ?back|reactivation|reactivated|lost (?:deal|customer|opportunity|lead)s?|churned)\b/],
  [
    'referral',
    /\b(?:refer|referral|referrals|referred|referrer|reference|recommend\w*|partner|partners|empfehlung|parrainage)\b/,
  ],
  [
    'purchased_list',
    /\b(?:purchased|bought|list (?:buy|purchase|broker)|data (?:vendor|provider|broker)|rented list|zoominfo|dun and bradstreet)\b/,
  ],
  [
    'event',
    /\b(?:event|events|webinar|webinars|trade ?show|tradeshow|conference|seminar|workshop|expo|exhibition|fair|messe|booth|summit|lunch|meet ?up|roadshow)\b/,
  ],
  ['linkedin', /\blinked ?in\b/],
  [
    'direct_response',
    /\b(?:ppc|pay per click|paid|cpc|sem|ad|ads|adwords|advert\w*|anzeige|banner|display|retargeting|direct mail|mailing|flyer|print|magazine|radio|tv|billboard|cold ?call\w*|telemarketing|outbound|sdr|phone inquiry|phone campaign|call|click ?2 ?call|phone)\b/,
  ],
  ['social_media', /\b(?:social|facebook|fb|instagram|ig|twitter|tiktok|pinterest|reddit|snapchat|xing)\b/],
  ['email_marketing', /\b(?:e ?mail|newsletter|edm|mail alias|drip|marketo|mailchimp)\b/],
  ['customer_feedback', /\b(?:survey|feedback|nps|existing customer|support|customer service|umfrage)\b/],
  ['networking', /\b(?:networking|chamber|association|community|networking group|third party meeting)\b/],
  [
    'inbound_content',
    /\b(?:inbound|content|blog|article|e ?book|white ?paper|infographic|video|you ?tube|podcast|press|public relations|pr|seo|organic|search|google|bing|yahoo|duckduckgo|baidu|direct traffic|direct|web ?research|download|case study|resource|guides?|report|magazine article)\b/,
  ],
  [
    'web_form',
    /\b(?:web|website|web ?site|web ?form|form|landing page|page|contact us|contact form|inquiry|enquiry|sign ?up|signup|online store|online|homepage|kontaktformular)\b/,
  ],
  ['api', /\b(?:api|zapier|integration|webhook)\b/],
  ['import', /\b(?:import|imported|csv|upload|offline)\b/],
  ['other', /\bothers?\b|\bsonstige\b|\bautre\b/],
];

/** The channel that a source's name suggests; undefined when it suggests none. */
export function channelOf(name: string): Channel | undefined {
  const text = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const exact = CHANNELS.find((channel) => channel === text.replaceAll(' ', '_'));
  if (exact) return exact;
  const joined = text.replace(/channel$/, '');
  return WORDS.find(([, words]) => words.test(text) || words.test(joined))?.[0];
}

const PLATFORMS: Record<string, string> = { fb: 'Facebook', ig: 'Instagram', an: 'Audience Network', msg: 'Messenger' };

/** Meta's one-word platforms; undefined for anything else. */
export const platformName = (value: string): string | undefined => PLATFORMS[value.toLowerCase()];

import type { EngagementType } from '../engagement.js';

/** What a script of a page may record about its visitor. Requests to buy are left to submissions and trusted keys: they reopen leads. */
export const PAGE_VISIT_TYPES = [
  'page_viewed',
  'pricing_viewed',
  'content_viewed',
  'content_downloaded',
] as const satisfies readonly EngagementType[];
export type PageVisitType = (typeof PAGE_VISIT_TYPES)[number];

/** The page that a visitor saw, as its script states it. */
export interface PageView {
  url: string;
  title?: string | undefined;
  /** The page before it. */
  referrer?: string | undefined;
}

const CAMPAIGN_PARAMETERS = ['source', 'medium', 'campaign', 'term', 'content'];
const MOST_CHARACTERS = 200;
const CONTROL = /\p{Cc}/u;

/**
 * The properties of the event. Of a query only the campaign parameters stay (`utm_source` becomes `utmSource`), because queries hold
 * e-mail addresses and tokens. Undefined when `url` is no address of a web page; a `referrer` that is none is left out.
 */
export function pageProperties({ url, title, referrer }: PageView): Record<string, string> | undefined {
  const page = webAddress(url);
  if (page === undefined) return undefined;
  const before = webAddress(referrer ?? '');
  const properties: Record<string, string> = { url: withoutQuery(page) };
  if (title !== undefined && title.trim() !== '') properties.title = title.trim();
  if (before !== undefined) properties.referrer = withoutQuery(before);
  for (const name of CAMPAIGN_PARAMETERS) {
    const value = page.searchParams.get(`utm_${name}`)?.trim().slice(0, MOST_CHARACTERS);
    // PostgreSQL stores no NUL in JSON, and no campaign has control characters.
    if (value && !CONTROL.test(value)) properties[`utm${name.charAt(0).toUpperCase()}${name.slice(1)}`] = value;
  }
  return properties;
}

function webAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const address = new URL(text);
  return address.protocol === 'https:' || address.protocol === 'http:' ? address : undefined;
}

const withoutQuery = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

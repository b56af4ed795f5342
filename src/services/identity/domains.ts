import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { compatibilityForm } from '../../core/identity/texts.js';
import { isDisposableDomain, isFreeMailDomain } from './email-providers.js';

/** Sites on which companies keep a page: the page's domain is not the company's. */
const SHARED_SITES = new Set([
  ...['linkedin.com', 'facebook.com', 'fb.com', 'fb.me', 'instagram.com', 'twitter.com', 'x.com', 'youtube.com'],
  ...['youtu.be', 'tiktok.com', 'pinterest.com', 'snapchat.com', 'reddit.com', 'threads.net', 'xing.com', 'vk.com'],
  ...[
    'medium.com',
    'github.com',
    'about.me',
    'linktr.ee',
    'bit.ly',
    't.co',
    't.me',
    'wa.me',
    'whatsapp.com',
    'lnkd.in',
  ],
  ...['google.com', 'goo.gl', 'crunchbase.com', 'wikipedia.org', 'yelp.com', 'tripadvisor.com', 'trustpilot.com'],
  ...['etsy.com', 'amazon.com', 'ebay.com', 'eventbrite.com', 'meetup.com', 'calendly.com', 'glassdoor.com'],
]);
const NOT_ASCII = /[^\0-\x7f]/;
const LONGEST_URL = 2_048;
/** Private suffixes count (acme.myshopify.com, acme.github.io): customers of one host are not one company. */
const OPTIONS = { allowPrivateDomains: true, extractHostname: true };
const HOSTNAME_ONLY = { ...OPTIONS, extractHostname: false };

/**
 * The registrable domain of a website address or domain name, in ASCII (IDNA) and lower case; undefined for IP
 * addresses, names without a public suffix, and text that is no address.
 */
export function normalizeDomain(websiteOrDomain: string): string | undefined {
  const text = compatibilityForm(websiteOrDomain);
  if (text.length > LONGEST_URL || text.includes(' ')) return undefined;
  const parsed = parse(text, OPTIONS);
  if (parsed.domain === null || !(parsed.isIcann || parsed.isPrivate)) return undefined;
  return NOT_ASCII.test(parsed.domain) ? domainToASCII(parsed.domain) || undefined : parsed.domain;
}

/** The registrable part of a host name that is already in ASCII and lower case; the name itself when it has none. */
export const registrableDomain = (hostname: string): string => parse(hostname, HOSTNAME_ONLY).domain ?? hostname;

/**
 * The domain that stands for the company: the website's (a registrable domain), else that of the e-mail address. Never a
 * provider of free or disposable mail; never a social network, shop or link shortener on which the website is only a page.
 */
export function companyDomain(websiteDomain: string | undefined, emailDomain: string | undefined): string | undefined {
  if (websiteDomain !== undefined && !SHARED_SITES.has(websiteDomain) && isOwnDomain(websiteDomain))
    return websiteDomain;
  if (emailDomain === undefined) return undefined;
  const ofEmail = normalizeDomain(emailDomain);
  return ofEmail !== undefined && isOwnDomain(emailDomain, ofEmail) ? ofEmail : undefined;
}

const isOwnDomain = (domain: string, registrable = domain): boolean =>
  !isDisposableDomain(domain, registrable) && !isFreeMailDomain(domain, registrable);

/** What a suppression is about. A domain covers its subdomains, and the e-mails and websites in them. */
export const SUPPRESSION_KINDS = ['email', 'domain', 'phone', 'external_id'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

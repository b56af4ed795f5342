-- How often each value occurs as conditions compare it now: without the collation of the database. The statistics of migration
-- 0017 stay for the version before, which compares by it.
create statistics if not exists leads_country_plain on (lower(nullif(country, '') collate "C")) from leads;
--> statement-breakpoint
create statistics if not exists leads_region_plain on (lower(nullif(region, '') collate "C")) from leads;
--> statement-breakpoint
create statistics if not exists leads_city_plain on (lower(nullif(city, '') collate "C")) from leads;
--> statement-breakpoint
create statistics if not exists leads_language_plain on (lower(nullif(language, '') collate "C")) from leads;
--> statement-breakpoint
create statistics if not exists leads_industry_plain on (lower(nullif(industry, '') collate "C")) from leads;
--> statement-breakpoint
create statistics if not exists leads_job_title_plain on (lower(nullif(job_title, '') collate "C")) from leads;
--> statement-breakpoint
create statistics if not exists leads_domain_plain on (lower(nullif(domain, '') collate "C")) from leads;
--> statement-breakpoint
-- Keys of partners were in lower case, and now they are folded (src/core/fold.ts). The keys that differ have letters beyond ASCII.
update referrals set partner_key = folded
  from (select workspace_id, id,
               normalize(regexp_replace(replace(translate(lower(normalize(partner_key, NFKC) collate "C"), 'ςı', 'σi'), 'ß', 'ss'),
                                        'i\u0307+', 'i', 'g'), NFC) as folded
          from referrals where octet_length(partner_key) > length(partner_key)) as found
 where found.workspace_id = referrals.workspace_id and found.id = referrals.id and found.folded <> partner_key;

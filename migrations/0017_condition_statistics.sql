-- How often each value occurs as conditions compare it, so that a search for something rare is not planned as one for
-- something common: it would follow an index through all leads. Told from the next analyze on.
create statistics if not exists leads_kind_folded on (lower(nullif(kind, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_category_folded on (lower(nullif(category, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_temperature_folded on (lower(nullif(temperature, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_grade_folded on (lower(nullif(grade, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_country_folded on (lower(nullif(country, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_region_folded on (lower(nullif(region, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_city_folded on (lower(nullif(city, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_language_folded on (lower(nullif(language, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_industry_folded on (lower(nullif(industry, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_job_title_folded on (lower(nullif(job_title, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_email_type_folded on (lower(nullif(email_type, ''))) from leads;
--> statement-breakpoint
create statistics if not exists leads_domain_folded on (lower(nullif(domain, ''))) from leads;

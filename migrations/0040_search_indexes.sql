-- A text beyond ASCII in small letters without accents. Marks go by a regular expression: `translate` compares each letter with all of its list.
create or replace function small_letters(given text) returns text language sql immutable parallel safe strict return
  lower(translate(
    regexp_replace(replace(replace(replace(replace(replace(replace(normalize(given, NFKD), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), '[\u0300-\u036f]+', '', 'g'),
    'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏŁØĐıłøđς–—‘’‚“”„«»‹›·•¿¡§、。「」',
    'αβγδεζηθικλμνξοπρστυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџlodilodσ' || repeat(' ', 21)) collate "C");
--> statement-breakpoint
-- The words of a text, in small letters without accents, with spaces between them: as `wordsOf` of src/core/words.ts. Its cost is stated, so
-- that the planner uses the index in place of calling it for each lead.
create or replace function folded_words(given text) returns text language sql immutable parallel safe strict cost 1000 return
  case when length(given) > 511
    then coalesce((select string_agg(left(word, 100), ' ') from unnest(string_to_array(regexp_replace(case when octet_length(given) = length(given) then lower(given collate "C") else small_letters(given) end, '[\x01-\x1f\x21-\x2f\x3a-\x5e\x60\x7b-\x7f]+', ' ', 'g'), ' ')) word where word <> ''), '')
    else regexp_replace(case when octet_length(given) = length(given) then lower(given collate "C") else small_letters(given) end, '[\x01-\x1f\x21-\x2f\x3a-\x5e\x60\x7b-\x7f]+', ' ', 'g') end;
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "engagement_events_type" ON "engagement_events" USING btree ("workspace_id","type","occurred_at","lead_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "engagement_events_words" ON "engagement_events" USING gin ((array_to_tsvector(array_remove(string_to_array(folded_words('_' || type || ' _' || replace(translate(properties::text, '''":,[{', '      '), ' ', ' _')) || ' @' || workspace_id::text, ' '), '')))) WHERE properties is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_created" ON "leads" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_updated" ON "leads" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_team" ON "leads" USING btree ("workspace_id","team_id","id") WHERE team_id is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_source" ON "leads" USING btree ("workspace_id","source_id","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_wakes" ON "leads" USING btree ("workspace_id",((lifecycle #>> '{parked,wakeWhen,at}')::float8)) WHERE category = 'parked';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_words" ON "leads" USING gin ((array_to_tsvector(array_remove(string_to_array(folded_words(translate(coalesce(name, '') || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(organization_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(nullif(email_normalized, lower(email collate "C")), '') || ' ' || coalesce(nullif(domain, split_part(email_normalized, '@', 2)), '') || ' ' || coalesce(left(description, 2000), ''), '_', ' ') || ' _' || replace(translate(coalesce(industry, '') || ' ' || coalesce(job_title, '') || ' ' || coalesce(country, '') || ' ' || coalesce(city, '') || ' ' || coalesce(competitor, '') || ' ' || coalesce(lifecycle #>> '{loss,competitor}', '') || ' ' || coalesce(lifecycle #>> '{parked,competitor}', '') || ' ' || coalesce(array_to_tsvector(array_remove(array_remove(tags, null), ''))::text, '') || ' ' || coalesce(array_to_tsvector(array_remove(array_remove(products, null), ''))::text, '') || ' ' || coalesce(attributes::text, ''), '''"', '  '), ' ', ' _')) || ' @' || workspace_id::text, ' '), ''))));

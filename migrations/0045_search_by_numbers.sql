-- The ranges of the numeric attributes of a lead, as `indexedNumberWords` of src/core/conditions/indexed-numbers.ts names them: the name, the power of ten,
-- and the same with one, two and three digits. It calls no function of ours, because `analyze` and `reindex` search functions of the system only.
create or replace function number_words(workspace_id uuid, attributes jsonb) returns text[] language plpgsql immutable parallel safe strict cost 1000 as $$
declare
  words text[];
  name text;
  value numeric;
  size text;
  whole text;
  digits text;
  power int;
  word text;
begin
  for name, value in select m.key, (m.value #>> '{}')::numeric from jsonb_each(attributes) m where jsonb_typeof(m.value) = 'number' loop
    size := trim_scale(abs(value))::text;
    whole := split_part(size, '.', 1);
    digits := ltrim(replace(size, '.', ''), '0');
    power := case when value = 0 then 0 when whole <> '0' then length(whole) - 1 else length(digits) - length(split_part(size, '.', 2)) - 1 end;
    power := greatest(least(power, 20), -10);
    word := left(name, 100) || chr(31) || case when value > 0 then 'p' when value < 0 then 'n' else 'z' end || power;
    words := words || word;
    if value <> 0 and power > -10 and power < 20 then
      digits := rpad(left(digits, 3), 3, '0');
      words := words || array[word || ':' || left(digits, 1), word || ':' || left(digits, 2), word || ':' || digits];
    end if;
  end loop;
  return case when words is not null then words || ('@' || workspace_id) end;
end
$$;
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_numbers" ON "leads" USING gin ((number_words(workspace_id, attributes))) WHERE attributes is not null;

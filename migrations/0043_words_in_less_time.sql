-- The same words as before, so the indexes stay valid. A call of an SQL function that the planner cannot inline takes longer than its expressions;
-- one of PL/pgSQL takes half of it. It calls no function of ours, because `analyze` and `reindex` search functions of the system only.
create or replace function folded_words(given text) returns text language plpgsql immutable parallel safe strict cost 1000 as $$
declare
  small text;
  words text;
begin
  if octet_length(given) = length(given) then
    small := lower(given collate "C");
  else
    small := lower(translate(
      regexp_replace(replace(replace(replace(replace(replace(replace(normalize(given, NFKD), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), '[\u0300-\u036f]+', '', 'g'),
      'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏŁØĐıłøđς–—‘’‚“”„«»‹›·•¿¡§、。「」',
      'αβγδεζηθικλμνξοπρστυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџlodilodσ' || repeat(' ', 21)) collate "C");
  end if;
  words := regexp_replace(small collate "C", '[\x01-\x1f\x21-\x2f\x3a-\x5e\x60\x7b-\x7f]+', ' ', 'g');
  if length(given) > 511 then
    return coalesce((select string_agg(left(word, 100), ' ') from unnest(string_to_array(words, ' ')) word where word <> ''), '');
  end if;
  return words;
end
$$;

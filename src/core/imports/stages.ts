/** What the words of a stage or status column mean in the funnel. */
import type { PastResult } from '../history/history.js';
import { foldedKey } from '../identity/texts.js';
import type { Category } from '../leads/vocabulary.js';
import type { StageMapping } from './mapping.js';

interface StageMeaning {
  /** The open category whose first stage it is. */
  category?: Category;
  result?: PastResult;
  reason?: string;
}

/** A stage of the funnel of the workspace. */
export interface KnownStage {
  key: string;
  name: string;
  category: Category;
}

const won: StageMeaning = { result: 'won' };
const MEANINGS: readonly [StageMeaning, string][] = [
  [
    won,
    'won|closed won|customer|converted|qualified converted|closed converted|deal won|gewonnen|kunde|gagne|client|ganado|ganada|cliente|convertido|vinto|chiuso vinto|wygrana|klient|vyhrano|zakaznik|成約|成交|已成交|kazanildi|ganho|ganha|выиграно|клиент|vunnen|kund|vundet|kunde',
  ],
  [
    { result: 'lost', reason: 'other' },
    'lost|closed lost|deal lost|dead|verloren|perdu|perdue|perdido|perdida|perso|chiuso perso|przegrana|prohrano|失注|丢单|kaybedildi|потеряно|forlorad|tabt|tapt|abandoned',
  ],
  [
    { result: 'disqualified', reason: 'other' },
    'disqualified|unqualified|not qualified|junk|junk lead|spam|bad fit|bad timing unqualified|closed not converted|disqualifiziert|unqualifiziert|disqualifie|non qualifie|descalificado|no calificado|no cualificado|non qualificato|nicht qualifiziert|ungeeignet|invalid|rejected|do not contact',
  ],
  [
    { result: 'parked', reason: 'other' },
    'parked|nurture|nurturing|recycled|on hold|contact in future|contact in the future|not now|bad timing|zuruckgestellt|wiedervorlage|en attente|en espera|in attesa|dormant',
  ],
  [{ category: 'suspect' }, 'suspect|raw|cold|unknown|subscriber|neu importiert|imported'],
  [
    { category: 'lead' },
    'lead|new|open|open not contacted|not contacted|attempted to contact|attempted contact|new lead|neu|offen|nouveau|ouvert|nuevo|abierto|nuova|nuovo|aperto|novo|aberto|nowy|otwarty|novy|nieuw|yeni|acik|новый|νεο|νεος|ny|uusi|新規|未対応|新|신규|in bearbeitung|assigned|intake|fresh|untouched',
  ],
  [
    { category: 'mql' },
    'mql|marketing qualified|marketing qualified lead|contacted|working|working contacted|kontaktiert|in progress|connected|attempting|contacte|contactado|contattato|engaged|warm|open deal|responded|pre qualified|prequalified',
  ],
  [
    { category: 'sql' },
    'sql|sales qualified|sales qualified lead|qualified|qualifiziert|qualifie|calificado|cualificado|qualificato|qualificado|kwalifikowany|kvalifikovany|hot|demo scheduled|meeting scheduled|appointment scheduled|meeting booked|demo',
  ],
  [
    { category: 'prospect' },
    'prospect|opportunity|proposal|proposal sent|negotiation|negotiating|negotiation review|proposal price quote|value proposition|contract sent|contract|quote|quote sent|angebot|verhandlung|proposition|negociation|propuesta|negociacion|proposta|trattativa|oferta|decision maker bought in|presentation scheduled|qualified to buy|engaging|prospecting|needs analysis',
  ],
];

const byWord = new Map<string, StageMeaning>(
  MEANINGS.flatMap(([meaning, words]) => words.split('|').map((word) => [foldedKey(word), meaning] as const)),
);

/** "02.Medium" and "1 - New" have an ordinal in front. */
const keyOfStage = (value: string) => foldedKey(value.replace(/^\s*\d{1,2}\s*[.)-]\s*/, ''));

export const isStageWord = (value: string): boolean => byWord.has(keyOfStage(value));

/** The meaning of each value: a stage with this key or name, else a known word for one. A value without meaning is left out. */
export function stagesOf(values: readonly string[], stages: readonly KnownStage[]): StageMapping[] {
  const named = new Map(
    stages.flatMap((stage) => [[foldedKey(stage.key), stage] as const, [foldedKey(stage.name), stage] as const]),
  );
  return values.flatMap((value): StageMapping[] => {
    const key = keyOfStage(value);
    const own = named.get(key);
    const meaning: StageMeaning | undefined = own === undefined ? byWord.get(key) : meaningOf(own.category);
    if (meaning === undefined) return [];
    if (meaning.result !== undefined) return [{ value, result: meaning.result, reason: meaning.reason }];
    const stage = own ?? stages.find(({ category }) => category === meaning.category);
    return stage === undefined ? [] : [{ value, stage: stage.key }];
  });
}

function meaningOf(category: Category): StageMeaning {
  if (category === 'customer') return won;
  if (category === 'lost' || category === 'disqualified' || category === 'parked')
    return { result: category, reason: 'other' };
  return { category };
}

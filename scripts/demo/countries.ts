/** Countries of the generated leads, with their share of them. */
export const COUNTRIES = {
  US: { share: 30, language: 'en', cities: 'New York|Chicago|Austin|Seattle|Boston|Denver' },
  GB: { share: 14, language: 'en', cities: 'London|Manchester|Bristol|Leeds|Edinburgh' },
  DE: { share: 14, language: 'de', cities: 'Berlin|München|Hamburg|Köln|Stuttgart|Leipzig' },
  FR: { share: 9, language: 'fr', cities: 'Paris|Lyon|Marseille|Toulouse|Nantes' },
  CA: { share: 6, language: 'en', cities: 'Toronto|Vancouver|Calgary|Ottawa' },
  NL: { share: 5, language: 'nl', cities: 'Amsterdam|Rotterdam|Utrecht|Eindhoven' },
  ES: { share: 4, language: 'es', cities: 'Madrid|Barcelona|Valencia|Sevilla' },
  IT: { share: 4, language: 'it', cities: 'Milano|Roma|Torino|Bologna' },
  AU: { share: 4, language: 'en', cities: 'Sydney|Melbourne|Brisbane|Perth' },
  IN: { share: 4, language: 'en', cities: 'Mumbai|Bengaluru|Pune|Hyderabad' },
  SE: { share: 3, language: 'sv', cities: 'Stockholm|Göteborg|Malmö' },
  PL: { share: 2, language: 'pl', cities: 'Warszawa|Kraków|Gdańsk' },
  BR: { share: 1, language: 'pt', cities: 'São Paulo|Rio de Janeiro|Curitiba' },
} as const;

export type Country = keyof typeof COUNTRIES;

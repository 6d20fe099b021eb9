/** Swedish words that any sentence may hold and that carry nothing alone. Lower case, also as they are said and typed. */
export const SMALL_WORDS: ReadonlySet<string> = new Set(
  `och att det är jag du ni på inte som för har en ett vi av till med om kan den de dom var när nu så vad han hon man från
  men ska blir hos sen min mitt mina er ert era vår våra bara eller alla här där då nån någon inga ingen utan efter
  igen även kommer finns får hur varför vem vart vill skulle ut upp ner nog väl ju också mig dig oss sin sitt å o e mä
  va ja hej tack snälla tar tog gick går bort hela mycket mer`.split(/\s+/u),
);

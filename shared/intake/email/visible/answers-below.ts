import { longestLook } from './lines.ts';

/** `My answers are inline`, `Meine Antworten unten in Rot`: what stands below, quoted or not, is the writer's own in part. By language. */
const pointers = [
  /\b(?:answer(?:s|ed)?|repl(?:y|ies|ied)|comment(?:s|ed)?|respon(?:se|ses|ded)|feedback|notes|remarks)\b.{0,40}\b(?:below|in-?\s?line|between|in (?:red|blue|green|bold|the text))\b/,
  /\b(?:see|find|read)\b.{0,30}\b(?:in-?line|in (?:red|blue|green|bold))\b/,
  /(?:antwort(?:en)?|kommentare?|anmerkung(?:en)?|rückmeldung(?:en)?|geantwortet).{0,40}(?:unten|im text|dazwischen|in (?:rot|blau|grün|fett))/,
  /(?:réponses?|répondu|commentaires?|remarques?).{0,40}(?:ci-dessous|plus bas|dans le texte|en (?:rouge|bleu|vert|gras))/,
  /(?:respuestas?|respond[oí]|comentarios?).{0,40}(?:abajo|debajo|a continuación|en el texto|en (?:rojo|azul|verde|negrita))/,
  /(?:rispost[ae]|rispondo|risposto|comment[oi]).{0,40}(?:sotto|di seguito|nel testo|in (?:rosso|blu|verde|grassetto))/,
  /(?:antwoord(?:en)?|opmerking(?:en)?|reacties?).{0,40}(?:hieronder|onder|in de tekst|in (?:het )?(?:rood|blauw|groen))/,
  /(?:respostas?|respondi|comentários?).{0,40}(?:abaixo|no texto|em (?:vermelho|azul|verde|negrito))/,
  /(?:odpowied(?:ź|zi)|komentarz[ey]?|uwagi).{0,40}(?:poniżej|w tekście|na czerwono|na niebiesko)/,
  /(?:svar|kommentar(?:er)?).{0,40}(?:nedan|nedenfor|i teksten|i texten|med rött|i rødt)/,
];

/** Whether one of these lines says that answers stand below it. */
export const announcesAnswers = (lines: readonly string[]): boolean =>
  lines.some((line) => {
    const words = line.slice(0, longestLook).toLowerCase();
    return pointers.some((pointer) => pointer.test(words));
  });

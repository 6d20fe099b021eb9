/**
 * Is "word.word" a link, or a full stop without its space? Most top-level domains are no Swedish words and settle it;
 * for those that are ("nu", "se", "man", "nr") the words around decide.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

/** Top-level domains that are abbreviations in Swedish: "pers.nr", "10.000.kr". */
const ABBREVIATIONS = words('nr st kr km kg cm mm mg ca pm tel ms hr mr sk sl bn pr ps dm fm mb gb tf bl');
/** Those that Swedish sentences begin with or are full of, and that few Swedes have an address under. */
const FUNCTION_WORDS = words(`
  ni om vi man men er vet sa va la ge sina fan visa dog rent my bo pa gift by mil jo ren to ar na do ba ro so fast in be
  de no is it me as at al ad am ag et es ne li ma im re hm ve bar sex int id ad sv vin aa sd mp kd`);
/** Those of neighbours, and others that are well known, count after "på" or "från". */
const WELL_KNOWN = words('de no is it be me in');
/** Those that are Swedish words, and usual addresses all the same. */
const USUAL = words(`
  se nu gratis film plus bio tips video tv bank band taxi radio vana pizza golf sport hockey tennis museum glass foto ski
  surf tours mode rest red`);

/** Words that end a sentence, or stand in any. */
const COMMON = words(`
  inte ej icke aldrig alltid bra kul fint fin fina dåligt dålig här där då också idag igår imorgon ikväll inatt ändå igen
  väl tack hej ja nej jo okej ok mer mest mindre allt alla något någon några inget ingenting ingen sen sedan först ute inne
  hem hemma bort borta upp ner ned fram kvar över under efter innan år åren dag gång tid helt mycket lite stort bäst sämst
  bättre sämre snyggt klart rätt fel slut trist synd roligt det den dem dom de vi ni han hon jag du mig dig oss er sig min
  mitt mina din ditt dina sin sitt sina vår vårt våra hans hennes deras är var blir blev bli har hade ha ska skulle kan
  kunde vill ville måste får fick gör gjorde går gick kommer kom ser såg vet tror säger sa som att och eller men om för med
  av på till från i in ut när hur vad vem varför nu så ju bara nog kanske redan snart länge ofta ibland även både utan hos
  mot vid per pers tel mob reg art org kl ca inkl exkl dvs osv obs mfl etc tex bla pga mm fr ev resp jfr avd adr el
  folk stan byn sak sånt sådant ngt ngn nån nåt nånting vägen skolan kommunen huset barnen svar mamma pappa haha hahaha lol`);
/** The inflected end of a word, which few hosts have: "huset", "vägarna", "dåligt", "väntade". */
const INFLECTED = /(?:[ae]n|et|na|[aeo]r|ade|are|ast|igt|skt|[bdfghjklmnpqrsvxz]t|ing|ligen|dde|tte)$/u;
/** Directly before the host, these announce one. */
const ANNOUNCED =
  /(?:(?<!\p{L})(?:kolla|besök|via|länk\p{L}*|hemsid\p{L}*|sidan|sajt\p{L}*|webb\p{L}*|klicka|url|adress\p{L}*|visit|site)|www|:)\s*["”'(]?$/iu;
const PREPOSITION = /(?<!\p{L})(?:på|till|från|hos|in|se|läs|gå|at|on|see|from|check)\s*["”'(]?$/iu;

/** What follows "nu" and "se" as words. */
const SENTENCE =
  /^ (?:är|har|ska|får|kan|vill|måste|blir|kommer|börjar|räcker|går|var|tar|kör|ser|finns|vet|då|när|till|vad|hur|så|upp|det|den|er|dig)(?!\p{L})/u;

/** A host written without scheme, with what stands around it on its line. */
interface BareHost {
  readonly host: string;
  /** Is there a path, a query or a port? */
  readonly hasPath: boolean;
  readonly before: string;
  readonly after: string;
}

/** Is the host, written without a scheme and without www, a link? */
export function isLink({ host, hasPath, before, after }: BareHost): boolean {
  const labels = host.toLowerCase().split('.');
  const top = labels.at(-1) ?? '';
  const label = labels.at(-2) ?? '';
  const usual = USUAL.has(top);
  if (!usual && !ABBREVIATIONS.has(top) && !FUNCTION_WORDS.has(top)) return true;
  if (COMMON.has(label) || !/\p{L}/u.test(label)) return false;
  if (hasPath || ANNOUNCED.test(before)) return true;
  if (ABBREVIATIONS.has(top)) return false;
  const inflected = INFLECTED.test(label) && !/[-\d]/u.test(label);
  const preposed = PREPOSITION.test(before);
  if (!usual) return WELL_KNOWN.has(top) && !inflected && preposed;
  // "Fint i huset.nu är det klart" goes on as a sentence does; "gå in på huset.nu och läs" does not.
  return !inflected || !(preposed ? SENTENCE : /^\s*\p{Ll}/u).test(after);
}

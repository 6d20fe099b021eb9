import { z } from 'zod';
import { Clock } from './clock.ts';
import { DisposalRule } from './disposal-policy.ts';
import { Blocking, Pictures, RepetitionSettings, RuleOrder, ScreeningSettings } from './policy-parts.ts';
import { DisclosureSettings, type Provision, RegistrationSettings } from './register-policy.ts';
import type { RequestWords } from './request-words.ts';
import { RuleId } from './rule-id.ts';

/** A municipality's short name, which is also its rules file's name: `filipstad`. */
export const MunicipalityId = z
  .string()
  .regex(/^[a-z][a-z-]{1,39}$/, 'expected a lower-case name such as filipstad');
export type MunicipalityId = z.infer<typeof MunicipalityId>;

/** Stands by itself, so that what a municipality registers can name rules too. */
export { RuleId };

/** A canonical category that rules of different municipalities share: `profanity`. */
export const CategoryId = z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'expected an id such as hate-speech');
export type CategoryId = z.infer<typeof CategoryId>;

/** What one category means to every municipality. Kept in `rules/categories.yaml`. */
export const Category = z.strictObject({
  id: CategoryId,
  name: z.strictObject({ sv: z.string(), en: z.string() }),
  type: z.enum(['content', 'process']),
  /** How near the category lies to protected expression of opinion (RF 2 kap.). `high` never counts as a strike. */
  expressionRisk: z.enum(['low', 'medium', 'high', 'none']),
  /** `secret`: the text never stands in a channel. `offensive`: it stands behind "Visa". */
  display: z.enum(['open', 'offensive', 'secret']),
  /** Statutory and secrecy categories are deleted at once: hiding leaves the comment visible to its author's friends. */
  deleteAtOnce: z.boolean(),
});
export type Category = z.infer<typeof Category>;

/** One row of a municipality's published text, or of the statutory overlay. `quote` is verbatim and never edited. */
export const Rule = z.strictObject({
  id: RuleId,
  kind: z.string(),
  quote: z.string().min(1),
  /** The line in the published text, counted from 1; a statute has its paragraph in `source` instead. */
  line: z.int().positive().optional(),
  source: z.string().optional(),
  categories: z.array(CategoryId).min(1),
  /** Categories that the rule carries without naming them, such as Eslöv's "Gällande svenska lagar ska följas". */
  alsoCarries: z.array(CategoryId).default([]),
  strength: z.enum(['mandatory', 'discretionary', 'request', 'informative']),
  /**
   * What the published text says is done. Each word does what it says: it names a button, or offers a report to the police.
   * `notify-author`: that its author is told in private is proposed; no text says it, the municipality does.
   */
  actions: z.array(
    z.enum([
      ...['remove', 'refer-reply', 'answer', 'ask-clarify', 'move-to-private'],
      ...['register', 'register-before-remove', 'police-report', 'notify-author'],
    ] as const),
  ),
  /** `critical` wakes whoever is on duty; `high` and `critical` offer a report to the police. */
  severity: z.enum(['info', 'low', 'medium', 'high', 'critical']),
  /** May this rule carry a removal? `approval`: only when a second person agrees. */
  removal: z.enum(['allowed', 'approval', 'never']).default('never'),
  /** Where the published text says that what breaks the rule is removed: its words, in this quote or elsewhere. */
  removalWords: z.string().min(1).optional(),
  /** Does a removal under this rule count when a block is considered? */
  strike: z.boolean().default(false),
  /** Is the rule a wide one, such as "irrelevant" or "the law is to be kept"? It is proposed after those that say what it is. */
  general: z.boolean().default(false),
  /** Words, each with a star where it goes on (`barn*`): a comment that holds one puts the rule before others of its categories. */
  firstWith: z.array(z.string().min(1)).min(1).optional(),
});
export type Rule = z.infer<typeof Rule>;

/**
 * What a reply template can be for beside a category. `message`: a private one. `removed`: tells why what the author wrote
 * before was removed, and is filled in from that. `report`: thanks for a report; `report-gone`, `report-stands`: what became of it.
 */
export const TemplatePurpose = z.enum([
  ...['question', 'urgent', 'message', 'removed'],
  ...['report', 'report-gone', 'report-stands'],
] as const);

/** A ready reply. `{…}` in the text is filled from `contacts`; what no contact fills, the sender must; see core/reply-text.ts for what is urgent. */
export const ReplyTemplate = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/),
  title: z.string(),
  text: z.string(),
  /** Proposed when one of these categories is found, or for one of these purposes. The first that fits wins. */
  for: z.array(z.union([CategoryId, TemplatePurpose])),
});
export type ReplyTemplate = z.infer<typeof ReplyTemplate>;

const Messages = z.strictObject({
  /** The rule that speaks of private messages: its words stand on their cards, and what it says is done leads. */
  rule: RuleId.nullable(),
  /** Is what `clock.promise` promises promised to them too? Where not, the same day is an internal goal. */
  promised: z.boolean(),
});

/** The rule that asks the public to report what should go; private messages that mean a comment are then read as reports. */
const Reports = z.strictObject({ rule: RuleId });

const Politics = z.strictObject({
  rules: z.array(RuleId),
  /** What the municipality says it does. `never`: no removal on politics alone. */
  removal: z.enum(['never', 'approval']),
  /** Only party politics is covered (Ängelholm). */
  partyOnly: z.boolean(),
});

/** Who is woken. `secondAfterMinutes`: a second person is, when nobody has confirmed the alert by then. */
const Alerts = z.strictObject({ secondAfterMinutes: z.int().min(1).max(240) });

/** What is a storm: so many tickets on one post, opened within so many minutes. */
const StormSettings = z.strictObject({
  tickets: z.int().min(3).max(1000),
  withinMinutes: z.int().min(1).max(1440),
});

/** One municipality's published rules and how it applies them: one file, `rules/<id>.yaml`. */
export const Policy = z.strictObject({
  municipality: MunicipalityId,
  name: z.string(),
  /** The name within a sentence: "Filipstad". */
  shortName: z.string(),
  language: z.enum(['sv', 'en']),
  /** When the rules were published or decided, as the text itself says; `undated` where it does not. */
  rulesDated: z.string(),
  /** Who is to be asked, in words that complete "Be …", "Fråga …", "Kontakta …". */
  responsible: z.strictObject({
    lead: z.string(),
    lawyer: z.string(),
    registrar: z.string(),
    it: z.string(),
  }),
  /** Names as they stand in reply templates, without the braces. */
  contacts: z.record(z.string(), z.string()),
  templates: z.array(ReplyTemplate).min(1),
  clock: Clock,
  undoMinutes: z.int().min(0).max(1440),
  claimMinutes: z.int().min(1).max(1440),
  alerts: Alerts.default({ secondAfterMinutes: 15 }),
  storm: StormSettings.default({ tickets: 15, withinMinutes: 30 }),
  repetition: RepetitionSettings.default({ times: 3, withinHours: 72 }),
  politics: Politics,
  blocking: Blocking.nullable(),
  registration: RegistrationSettings,
  disclosure: DisclosureSettings.optional(),
  /** What the municipality has decided to dispose of (arkivlagen 10 §). Empty: nothing, ever. */
  disposal: z.array(DisposalRule).default([]),
  messages: Messages.default({ rule: null, promised: false }),
  reports: Reports.nullable().default(null),
  pictures: Pictures.default({ suspected: 'ask-police' }),
  screening: ScreeningSettings.default({ flag: 0.9, review: 0.45, posting: 'review' }),
  /** For a category, by what the published text says: which rules are proposed first, and why; the others follow. */
  order: z.record(CategoryId, RuleOrder).default({}),
  rules: z.array(Rule).min(1),
});

/** What stands in the file alone, before the overlay, the categories and the version are added. */
export type PolicyFile = z.infer<typeof Policy>;

/** A policy as the code uses it: the file, the overlay for all, the categories, and the version it is stored under. */
export interface Policy extends PolicyFile {
  /** First 12 hex digits of the SHA-256 of the rules file and the overlay; stored with every decision. */
  readonly version: string;
  /** The same of `clock` alone, with what else a deadline depends on: other rules' changes move no deadline. */
  readonly clockVersion: string;
  readonly law: readonly Rule[];
  /** By which provisions something may be secret. */
  readonly provisions: readonly Provision[];
  /** By which words somebody asks for public documents; no rule of anybody's, so no part of the version. */
  readonly requestWords: RequestWords;
  readonly categories: ReadonlyMap<CategoryId, Category>;
}

/** The statutory overlay, `rules/law.yaml`. */
export const Law = z.strictObject({ rules: z.array(Rule).min(1) });

/** Finds a rule of the municipality or of the overlay; undefined when neither has it. */
export function ruleOf(policy: Policy, id: RuleId): Rule | undefined {
  return policy.rules.find((rule) => rule.id === id) ?? policy.law.find((rule) => rule.id === id);
}

/** The rules a person may choose for a removal: the municipality's own first, then the overlay. */
export function removalRules(policy: Policy): Rule[] {
  return [...policy.rules, ...policy.law].filter((rule) => rule.removal !== 'never');
}

/** Must a removal under this rule be registered, and done without an undo window? (OSL 5 kap. 1 §, BBS-lagen 5 §) */
export function deletesAtOnce(policy: Policy, rule: Rule): boolean {
  return [...rule.categories, ...rule.alsoCarries].some(
    (id) => policy.categories.get(id)?.deleteAtOnce ?? false,
  );
}

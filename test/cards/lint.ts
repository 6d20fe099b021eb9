import { createRequire } from 'node:module';

/** The package's ES modules do not load in Node; its bundle does, without a browser. */
const ac: Microsoft = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

/** What we use of it; its own declarations stand beside sources that our compiler settings refuse. */
interface Microsoft {
  readonly ValidationEvent: Readonly<Record<string, number>>;
  readonly Versions: { readonly v1_5: unknown };
  readonly CardObject: new () => { getJsonTypeName(): string };
  readonly AdaptiveCard: new () => {
    parse(card: unknown, context: unknown): void;
    validateProperties(): { validationEvents: readonly ParserEvent[] };
  };
  readonly SerializationContext: new (
    version: unknown,
  ) => {
    readonly eventCount: number;
    getEventAt(index: number): ParserEvent;
  };
}

interface ParserEvent {
  readonly event: number;
  readonly message: string;
  readonly source?: unknown;
}

type Json = Record<string, unknown>;

/** Teams refuses 100 KB; we stay below a quarter of it, counted as Teams counts: two bytes a character. */
const MAX_BYTES = 25 * 1024;

/** Teams draws six buttons; those with `mode: "secondary"` go into its overflow menu and do not count. */
const MAX_PRIMARY_ACTIONS = 6;

/** Every type of Adaptive Cards 1.5, the newest that Teams draws on all its clients. */
const TYPES_OF_1_5 = new Set([
  ...['AdaptiveCard', 'TextBlock', 'RichTextBlock', 'TextRun', 'Image', 'ImageSet', 'Media', 'FactSet'],
  ...['Container', 'ColumnSet', 'Column', 'ActionSet', 'Table', 'TableRow', 'TableCell'],
  ...['Input.Text', 'Input.Number', 'Input.Date', 'Input.Time', 'Input.Toggle', 'Input.ChoiceSet'],
  ...['Action.Execute', 'Action.Submit', 'Action.OpenUrl', 'Action.ShowCard', 'Action.ToggleVisibility'],
]);

/** Where a card holds further elements or actions. Anything else (`data`, `msteams` …) is not drawn. */
const CHILDREN = ['body', 'items', 'columns', 'rows', 'cells', 'inlines', 'images', 'actions'] as const;
const CHILD = ['card', 'selectAction', 'inlineAction', 'fallback'] as const;
const TYPELESS = new Set<string>(['columns', 'rows', 'cells', 'inlines', 'images']);

/**
 * What is wrong with a finished card for Teams: one line a problem, each with its place as a JSON pointer; empty when
 * nothing is. Takes the card as sent, after its template was filled.
 */
export function lintCard(card: unknown): string[] {
  if (!isObject(card)) return ['/: expected a card, a JSON object'];
  return [
    ...new Set([...rootProblems(card), ...unbound(card, ''), ...walk(card, ''), ...parserProblems(card)]),
  ];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

function rootProblems(card: Json): string[] {
  const bytes = JSON.stringify(card).length * 2;
  const problems: string[] = [];
  if (card['type'] !== 'AdaptiveCard') problems.push('/type: expected AdaptiveCard');
  if (card['version'] !== '1.5') problems.push(`/version: expected 1.5, found ${String(card['version'])}`);
  if (!/^[a-z]{2}$/.test(String(card['lang'])))
    problems.push(`/lang: expected a language such as sv, found ${String(card['lang'])}`);
  if (!isText(card['fallbackText'])) problems.push('/fallbackText: missing, so an old client shows nothing');
  if (bytes > MAX_BYTES) problems.push(`/: ${bytes} bytes as UTF-16, expected at most ${MAX_BYTES}`);
  return problems;
}

/** Template places that nothing filled, anywhere: an unknown name stays as it stands in the template. */
function unbound(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.includes('${') ? [`${path}: nothing filled "${value}"`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key === '$when' || key === '$data' ? [`${path}/${key}: left over from the template`] : []),
    ...unbound(item, `${path}/${key}`),
  ]);
}

function walk(node: Json, path: string): string[] {
  const type = node['type'];
  if (typeof type === 'string' && !TYPES_OF_1_5.has(type)) return newerProblems(node, type, path);
  return [
    ...elementProblems(node, path),
    ...childrenOf(node, path).flatMap(([child, at]) => walk(child, at)),
  ];
}

/** Also says which children lack the `type` that every element and action has. */
function elementProblems(node: Json, path: string): string[] {
  const type = String(node['type']);
  const problems = CHILDREN.filter((key) => !TYPELESS.has(key)).flatMap((key) =>
    listOf(node[key]).flatMap((child, i) =>
      isObject(child) && typeof child['type'] === 'string' ? [] : [`${path}/${key}/${i}: expected a type`],
    ),
  );
  if (type === 'TextBlock' && node['wrap'] !== true) problems.push(`${path}: TextBlock without wrap: true`);
  if ((type === 'Image' || type === 'Media') && !isText(node['altText']))
    problems.push(`${path}: ${type} without altText`);
  if (type.startsWith('Action.') && !isText(node['title'])) problems.push(`${path}: ${type} without title`);
  if (type.startsWith('Input.')) problems.push(...inputProblems(node, type, path));
  const primary = listOf(node['actions']).filter(
    (action) => isObject(action) && action['mode'] !== 'secondary',
  );
  if (primary.length > MAX_PRIMARY_ACTIONS)
    problems.push(
      `${path}/actions: ${primary.length} primary actions, expected at most ${MAX_PRIMARY_ACTIONS}`,
    );
  return problems;
}

function inputProblems(node: Json, type: string, path: string): string[] {
  const problems: string[] = [];
  if (!isText(node['label'])) problems.push(`${path}: ${type} without label`);
  const checked = node['isRequired'] === true || node['regex'] !== undefined;
  if (checked && !isText(node['errorMessage']))
    problems.push(`${path}: ${type} is checked but has no errorMessage`);
  return problems;
}

/** An element that 1.5 does not know is only drawn by some clients: its fallback is what the others see. */
function newerProblems(node: Json, type: string, path: string): string[] {
  const fallback = node['fallback'];
  if (isObject(fallback)) return walk(fallback, `${path}/fallback`);
  return fallback === 'drop' ? [] : [`${path}: ${type} is not in Adaptive Cards 1.5 and has no fallback`];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function childrenOf(node: Json, path: string): [Json, string][] {
  const lists = CHILDREN.flatMap((key) =>
    listOf(node[key]).map((child, i) => [child, `${path}/${key}/${i}`]),
  );
  const single = CHILD.map((key) => [node[key], `${path}/${key}`]);
  return [...lists, ...single].filter((entry): entry is [Json, string] => isObject(entry[0]));
}

/**
 * What Microsoft's own parser finds. Types, labels and numbers of actions are left out: said above, with the place. So
 * is `lang`: the parser keeps a global regular expression's position and refuses every other card's.
 */
function parserProblems(card: Json): string[] {
  const { UnknownElementType, UnknownActionType, TooManyActions } = ac.ValidationEvent;
  const { RequiredInputsShouldHaveLabel, RequiredInputsShouldHaveErrorMessage } = ac.ValidationEvent;
  const said = new Set([UnknownElementType, UnknownActionType, TooManyActions]);
  for (const event of [RequiredInputsShouldHaveLabel, RequiredInputsShouldHaveErrorMessage]) said.add(event);
  const parsed = new ac.AdaptiveCard();
  const context = new ac.SerializationContext(ac.Versions.v1_5);
  parsed.parse(card, context);
  const onParsing = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i));
  return [...onParsing, ...parsed.validateProperties().validationEvents]
    .filter(({ event, message }) => !said.has(event) && !message.endsWith('property "lang".'))
    .map(
      ({ source, message }) =>
        `${source instanceof ac.CardObject ? source.getJsonTypeName() : 'card'}: ${message}`,
    );
}

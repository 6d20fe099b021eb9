import type { MunicipalityId } from '../core/policy.ts';

/** Of several rules that a question may have been about, the one that was meant. */
export interface QuestionChoice {
  /** Whose rule it is. */
  readonly municipality: MunicipalityId;
  readonly question: string;
  readonly rule: string;
}

/** What people teach by the way. */
export interface LessonStore {
  /** Keeps it for 90 days, once however often it is chosen. */
  keepChoice(choice: QuestionChoice, now: Temporal.Instant): Promise<void>;
}

import type { ArchiveStore } from './archive.ts';
import type { CardStore } from './cards.ts';
import type { DigestStore } from './digests.ts';
import type { DisposalStore } from './disposal.ts';
import type { HandoverStore } from './handovers.ts';
import type { HistoryStore } from './history.ts';
import type { LedgerStore } from './ledger.ts';
import type { LessonStore } from './lessons.ts';
import type { MineStore } from './mine.ts';
import type { PictureStore } from './pictures.ts';
import type { AskStore, PollStore } from './polls.ts';
import type { RecordItemStore } from './record-items.ts';
import type { RegisterStore } from './register.ts';
import type { RepetitionStore } from './repetitions.ts';
import type { ReportStore } from './reports.ts';
import type { RequestStore } from './requests.ts';
import type { StandingStore } from './standings.ts';
import type { TenantStore } from './tenants.ts';
import type { TokenStore } from './tokens.ts';

/** Where everything is kept. Whoever uses it asks for the part that they need. */
export interface Store
  extends ArchiveStore,
    CardStore,
    DigestStore,
    HandoverStore,
    HistoryStore,
    DisposalStore,
    LedgerStore,
    LessonStore,
    MineStore,
    PictureStore,
    PollStore,
    AskStore,
    RecordItemStore,
    RegisterStore,
    ReportStore,
    RepetitionStore,
    RequestStore,
    StandingStore,
    TenantStore,
    TokenStore {
  /** Answers when the database does. */
  ping(): Promise<void>;
  /** Answers when the database does and has room for more. */
  ready(): Promise<void>;
}

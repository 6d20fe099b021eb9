import { createDesk } from '../chat/desk/desk.ts';
import { createTeams, type Teams } from '../chat/teams/teams.ts';
import type { Engine } from '../engine/engine.ts';
import type { Digests } from '../outbox/post-digests.ts';
import { screenerOf } from '../screening/screen.ts';
import { composeAsking } from './compose-asking.ts';
import type { Foundation } from './foundation.ts';
import { nowAndThen } from './now-and-then.ts';
import { packagesIn } from './packages.ts';
import { alertedIn, departmentsIn, languagesIn, leadsIn, registrarsIn, roleIn, staffIn } from './people.ts';

/** A token can be forged a thousand times a second; the log hears of it this often, with how many there were. */
const FORGED_EVERY_MS = 60_000;

/** What staff speak to: the desk, and the way to it. */
export function composeTeams(base: Foundation, engine: Engine, digests: Digests, wake: () => void): Teams {
  const { config, clock, files, store, pictures, log } = base;
  const { policies, cards, questions, chatOptions } = files;
  const languageOf = languagesIn(config, store);
  const desk = createDesk({
    ...composeAsking(questions, policies, screenerOf(base.screening.assess), base.screening.asking),
    staffOf: staffIn(config, clock.now),
    digests,
    engine,
    store,
    clock,
    policies,
    cards,
    pictures,
    wake,
    packages: packagesIn(base),
    roleOf: roleIn(config),
    registrarsOf: registrarsIn(config),
    leadsOf: leadsIn(config),
    alertedOf: alertedIn(config),
    departments: departmentsIn(config),
    languageOf: (person) => languageOf(person, null),
  });
  const nowMs = () => performance.now();
  const onForged = nowAndThen(
    (count) => log.warn('refused: a token that does not prove who sent the activity', { count }),
    { everyMs: FORGED_EVERY_MS, nowMs },
  );
  return createTeams(chatOptions, desk, {
    nowMs,
    onError: (where, error) => (where === 'token' ? onForged() : log.failed(`teams ${where}`)(error)),
  });
}

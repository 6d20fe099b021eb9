/** A process for record-kills.soak.ts to kill: hands over what is due, as the bot's own loop does, until nothing is left. */
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../../src/app/open-store.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import { handOverOne } from '../../src/records/handover/hand-over.ts';
import { smtpSender } from '../../src/records/handover/mail.ts';

const { DATABASE_URL: databaseUrl = '', DATA_DIR: dataDir = '', SMTP_URL = '', LEASE_MS } = process.env;
const [folder = '', secretFolder = '', to = '', from = ''] = process.argv.slice(2);
await using opened = new AsyncDisposableStack();
const { store, database } = await openStore({ databaseUrl, dataDir }, opened);
const parts = {
  ...{ store, clock: systemClock, policies: new Map(), send: smtpSender(SMTP_URL, 2000) },
  ...{ settingsOf: () => ({ folder, secretFolder, mail: { to, from } }), leaseMs: Number(LEASE_MS) },
};
const left = async () =>
  (await database.pool.query("SELECT FROM handover WHERE state IN ('pending', 'started')")).rowCount !== 0;
while (await left()) {
  // Two at a time, as the bot's slots do.
  const some = await Promise.all(
    [1, 2].map(() =>
      handOverOne(
        parts,
        () => undefined,
        (keep) => keep(),
      ),
    ),
  );
  if (!some.includes(true)) await pause(50);
}

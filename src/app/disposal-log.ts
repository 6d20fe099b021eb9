import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DisposalType } from '../core/disposal-policy.ts';
import type { DisposalLog, LoggedBatch } from '../ports/disposal.ts';

const Item = z.tuple([z.enum(['comment', 'reply', 'delivery', 'inbox']), z.uuid(), z.int().min(0)]);
const Line = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('intent'),
    municipality: z.string(),
    batch: z.uuid(),
    disposal: z.uuid(),
    type: DisposalType,
    leaves: z.array(z.enum(['reasons', 'replies'])),
    items: z.array(Item),
    check: z.string(),
  }),
  z.strictObject({
    kind: z.literal('done'),
    batch: z.uuid(),
    /** The journal's head once the batch had been committed. */
    journal: z.strictObject({ seq: z.int(), hash: z.string() }).nullable(),
    check: z.string(),
  }),
]);
type Line = z.infer<typeof Line>;

/** A line of the log that is not as it was written. */
class DisposalLogError extends Error {
  override readonly name = 'DisposalLogError';
  constructor(file: string, line: number) {
    super(
      `DISPOSAL_LOG: ${file}, line ${line}: expected a line as the bot wrote it; what has been disposed of can not be kept disposed of without it. Put the file back as it was`,
    );
  }
}

/**
 * The file, beside the database, that says what has been disposed of: ids alone, appended and synced. An intent is there
 * before anything is erased, and `done` after it has been committed. A database that is restored from an older copy is told
 * by it what it must not bring back; so the file must not be restored with it.
 */
export function disposalLogAt(file: string): DisposalLog {
  return {
    intent: ({ items, ...batch }) =>
      append(file, {
        kind: 'intent',
        ...batch,
        items: items.map(({ of, id, versions }) => [of, id, versions]),
      }),
    done: (batch, journal) => append(file, { kind: 'done', batch, journal }),
  };
}

async function append(file: string, line: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    // One write: what another process appends stands before it or behind it.
    await handle.write(`${await brokenOff(handle)}${JSON.stringify({ ...line, check: checkOf(line) })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}

/** Ends a line that a crash broke off: it was never acted on. */
async function brokenOff(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  if (size === 0) return '';
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a ? '' : `${BROKEN}\n`;
}

/** What a line that was broken off ends with. */
const BROKEN = '\u2026';

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const checkOf = (line: object): string =>
  createHash('sha256').update(JSON.stringify(line)).digest('hex').slice(0, 16);

/**
 * What the file says was disposed of, in order, and what was begun without a word of its end; nothing where there is no file.
 * @throws DisposalLogError when a line is not as it was written
 */
export async function loggedDisposals(
  file: string,
): Promise<{ readonly done: readonly LoggedBatch[]; readonly open: readonly LoggedBatch[] }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n');
  // The last is empty, or was broken off by a crash before anything was erased, or before its end was told.
  lines.pop();
  const intents = new Map<string, LoggedBatch>();
  const done: LoggedBatch[] = [];
  for (const [at, written] of lines.entries()) {
    if (written.endsWith(BROKEN)) continue;
    const line = lineOf(written);
    if (!line) throw new DisposalLogError(file, at + 1);
    if (line.kind === 'intent') intents.set(line.batch, batchOf(line));
    const batch = line.kind === 'done' && intents.get(line.batch);
    if (!batch) continue;
    done.push(batch);
    intents.delete(batch.batch);
  }
  return { done, open: [...intents.values()] };
}

function lineOf(written: string): Line | null {
  try {
    const { check, ...line } = JSON.parse(written) as { check?: unknown };
    return check === checkOf(line) ? Line.parse({ ...line, check }) : null;
  } catch {
    return null;
  }
}

const batchOf = ({
  kind: _,
  check: __,
  items,
  ...batch
}: Extract<Line, { kind: 'intent' }>): LoggedBatch => ({
  ...batch,
  items: items.map(([of, id, versions]) => ({ of, id, versions })),
});

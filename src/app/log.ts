import pino from 'pino';
import type { Config } from '../config/config.ts';
import { loggable } from './loggable.ts';

/** Hears of faults. What it writes holds no text, name or token. */
export interface Log {
  /** Writes that something failed, and where. */
  failed(where: string): (error: unknown) => void;
  /** Writes what whoever runs the bot should know of; `about` holds ids, codes and counts. */
  warn(says: string, about: object): void;
}

/** To stderr, JSON lines. */
export function logTo(level: Config['settings']['LOG_LEVEL']): Log {
  const log = pino({ level, base: null }, pino.destination(2));
  return {
    failed: (where) => (error) => log.error(loggable(error), `failed: ${where}`),
    warn: (says, about) => log.warn(about, says),
  };
}

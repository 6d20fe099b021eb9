import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

/** 32 bytes, which AES-256 asks for. */
export const Key = z
  .base64('expected 32 bytes in base64')
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'expected 32 bytes in base64');

/** A setting is one line: `\n` may stand for its ends. */
const publicKey = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n'))
  .refine(isStrongRsa, 'expected the PEM of a public RSA key of 2048 bits or more');

/** A private key is refused: it must not lie here. */
function isStrongRsa(pem: string): boolean {
  if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return false;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  } catch {
    return false;
  }
}

/** The settings that say where everything is kept. */
export const StoreSettings = z.object({
  DATABASE_URL: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  /** Where the trained model is kept; default DATA_DIR. */
  MODEL_DIR: z.string().min(1).optional(),
  /** The file that says what has been disposed of; default: in DATA_DIR. */
  DISPOSAL_LOG: z.string().min(1).optional(),
  /** Seals the copies of what comments show. */
  EVIDENCE_KEY: Key.optional(),
  /** Seals what may show abuse so that nobody here can open it. */
  SUSPECTED_PUBLIC_KEY: publicKey.optional(),
});

/** Where the database and the model are, and with what the pictures in it are sealed. */
export interface Kept {
  readonly dataDir: string;
  readonly modelDir: string;
  /** What has been disposed of, by ids. */
  readonly disposalLog: string;
  readonly databaseUrl?: string;
  readonly evidenceKey?: Buffer;
  readonly suspectedPublicKey?: string;
}

/** What these settings say of where everything is kept. */
export function keptIn(settings: z.infer<typeof StoreSettings>): Kept {
  const { DATA_DIR: dataDir, MODEL_DIR: modelDir = dataDir, DATABASE_URL: databaseUrl } = settings;
  const { DISPOSAL_LOG: disposalLog = join(dataDir, 'disposals.jsonl') } = settings;
  const { EVIDENCE_KEY: evidenceKey, SUSPECTED_PUBLIC_KEY: suspectedPublicKey } = settings;
  return {
    ...{ dataDir, modelDir, disposalLog },
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(evidenceKey !== undefined && { evidenceKey }),
    ...(suspectedPublicKey !== undefined && { suspectedPublicKey }),
  };
}

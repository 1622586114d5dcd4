import { pino, type DestinationStream, type Logger } from 'pino'

/** The logger that parts are given; `child({ requestId })` and the like add context. */
export type AppLogger = Logger

/** What must never be in a log line, wherever it is logged from: secrets, tokens and the contents of cells. */
export const REDACTED_PATHS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'access_token',
  'refresh_token',
  'secret',
  'values',
  '*.authorization',
  '*.cookie',
  '*.password',
  '*.token',
  '*.access_token',
  '*.refresh_token',
  '*.secret',
  '*.values',
  '*.headers.authorization',
  '*.headers.cookie',
  '*.headers["set-cookie"]',
  'headers.authorization',
  'headers.cookie',
  'headers["set-cookie"]',
]

/** Writes one JSON object per line; to standard output unless a destination is given. */
export function createLogger(options: { level: string }, destination?: DestinationStream): AppLogger {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: '[removed]' },
    serializers: { err: pino.stdSerializers.err },
  }
  return destination === undefined ? pino(settings) : pino(settings, destination)
}

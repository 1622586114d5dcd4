/** The message of an error with where it was thrown, and of everything that caused it. */
export const withCauses = (error: unknown): string =>
  error instanceof Error
    ? `${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by ${withCauses(error.cause)}`}`
    : String(error)

/** Why a file cannot be read: it is broken, something else than it is called, or more than is taken. */
export type ReadingErrorCode = 'broken-file' | 'wrong-kind-of-file' | 'too-large'

/** A file cannot be read; the message tells people what is wrong and what to do. */
export class ReadingError extends Error {
  readonly code: ReadingErrorCode

  constructor(code: ReadingErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

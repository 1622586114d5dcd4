/** The SQLSTATE (or Node's error code) of a failed statement, also when Objection wrapped it; null for other errors. */
export function databaseErrorCode(error: unknown): string | null {
  if (!(error instanceof Error)) {
    return null
  }
  if ('nativeError' in error) {
    return databaseErrorCode(error.nativeError)
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : null
}

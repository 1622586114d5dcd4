/** What a file of tables may be: everything beyond is refused before or while it is read. */
export interface ReadingLimits {
  /** Of the file as it was sent. */
  fileBytes: number
  /** Of all its parts after unpacking. */
  unpackedBytes: number
  /** Unpacked bytes by packed ones, of any part larger than a megabyte. */
  ratio: number
  /** Parts in the archive. */
  parts: number
  sheets: number
  /** Of all sheets together, empty ones inside of a sheet's rectangle included. */
  cells: number
  columns: number
  /** Of the thread that reads. */
  heapMegabytes: number
  timeoutMs: number
}

export const READING_LIMITS: ReadingLimits = {
  fileBytes: 20 << 20,
  unpackedBytes: 200 << 20,
  ratio: 100,
  parts: 2000,
  sheets: 200,
  cells: 1_000_000,
  // as many as Excel has
  columns: 16_384,
  heapMegabytes: 512,
  timeoutMs: 60_000,
}

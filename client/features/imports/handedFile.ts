/** Files that were dropped on a sheet and are on their way to the page of its imports. An address cannot carry them. */
let handed: readonly File[] = []

export function handFiles(files: readonly File[]): void {
  handed = files
}

/** The files, once. */
export function takeHandedFiles(): readonly File[] {
  const files = handed
  handed = []
  return files
}

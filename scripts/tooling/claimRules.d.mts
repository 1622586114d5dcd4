interface File {
  path: string
  text: string
}
export function claimProblems(documents: readonly File[], tests: readonly File[]): string[]

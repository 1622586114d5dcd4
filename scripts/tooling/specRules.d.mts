export function specProblems(files: readonly { path: string; text: string }[]): string[]

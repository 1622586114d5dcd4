export function brokenTextRules(files: readonly { path: string; text: string }[]): string[]

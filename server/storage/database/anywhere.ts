/** For LIKE: the text anywhere, with nothing in it that means something. */
export const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

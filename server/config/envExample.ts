import { documentedSettings } from './settings.ts'

/** The text of `.env.example`: every setting with its description, commented out, showing its default. */
export function envExample(): string {
  const blocks = documentedSettings().map(({ name, description, default: value }) => {
    const simple = /^\S*$/.test(value)
    const lines = [`# ${description}`, ...(simple ? [] : [`# Default: ${value}`]), `#${name}=${simple ? value : ''}`]
    return lines.join('\n')
  })
  return [
    '# Settings of Carbonsheet, each with its default. Written by `npm run env:example`; change server/config/settings.ts instead.',
    '# A value is used when its line is no comment and the file is loaded: node --env-file=.env server/main.ts',
    '',
    `${blocks.join('\n\n')}\n`,
  ].join('\n')
}

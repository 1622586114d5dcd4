/** How people call the publishers of our factors. The full name stays in the title of what shows it. */
const SHORT_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^UK Department for Energy Security and Net Zero/, 'DESNZ'],
  [/^US EPA/, 'US EPA'],
  [/^IPCC/, 'IPCC'],
  [/GHG Protocol/, 'GHG Protocol'],
]

/** "DESNZ" for the publisher's full name, where people have a short one. */
export function shortPublisher(publisher: string): string {
  return SHORT_NAMES.find(([pattern]) => pattern.test(publisher))?.[1] ?? publisher
}

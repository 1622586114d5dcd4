/**
 * How much of a random or race test runs. `npm test` runs the short form, `npm run test:long` (TEST_FORM=long) the long
 * one: the same tests, with more of what is random in them.
 */
export const sizeOf = <T>({ short, long }: { short: T; long: T }): T =>
  process.env['TEST_FORM'] === 'long' ? long : short

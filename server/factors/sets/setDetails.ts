import type { ProblemDetail } from '#shared/api/problem.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { FactorSet } from '#server/models/FactorSet.ts'
import type { SetDetails } from './SetReader.ts'

/** What a person says of a set, as it is kept. */
export const saidOf = ({ publisher, title, edition, year, publishedOn, licence, url, reading }: FactorSet) => ({
  publisher,
  title,
  edition,
  year,
  published_on: publishedOn,
  licence,
  url,
  reading,
})

/** The same as columns. */
export const columnsOf = ({ published_on: publishedOn, ...same }: ReturnType<typeof saidOf>) => ({
  ...same,
  publishedOn,
})

/** What is needed before its factors can be told. Throws ValidationError with all that is missing. */
export function detailsOf({ publisher, title, edition, year, licence, url }: FactorSet): SetDetails {
  const needed = { publisher, title, edition }
  const problems = Object.entries(needed).flatMap(([path, value]): ProblemDetail[] =>
    value === ''
      ? [{ path, code: 'required', message: `Say the ${path === 'title' ? 'name of the publication' : path}.` }]
      : [],
  )
  if (year === null) {
    problems.push({ path: 'year', code: 'required', message: 'Say of which year the edition is.' })
  }
  if (url !== '' && !/^https?:\/\/\S+\.\S+$/.test(url)) {
    problems.push({ path: 'url', code: 'not-a-link', message: 'Write the whole address, beginning with https://.' })
  }
  if (problems.length > 0 || year === null) {
    throw new ValidationError(problems)
  }
  return { publisher, title, edition, year, licence, url }
}

/** A claim of a document names what shows it: `a/path.test.ts`, with “the name of a test” in it or without, or [A1] or `A1`. */
const TEST_FILE = /`([\w./-]+\.(?:test|spec)\.tsx?)`(?:\s+“([^”]+)”)?/g
const RULE_ID = /\[([A-Z]+\d+[a-z]?)\]|`([A-Z]+\d+[a-z]?)`/g

/**
 * Compares what documents cite with the tests that there are; both as `{ path, text }`. Resolves to one sentence per test
 * file, test name or rule that does not exist.
 */
export function claimProblems(documents, tests) {
  const isCited = (id) => tests.some(({ text }) => text.includes(`[${id}]`))
  return documents.flatMap(({ path, text }) => [
    ...[...text.matchAll(TEST_FILE)].flatMap(([, file, name]) => {
      const found = tests.filter((test) => test.path === file || test.path.endsWith(`/${file}`))
      if (found.length !== 1) {
        return [`${path} cites ${file}, which is ${found.length === 0 ? 'no test' : 'more than one test'}`]
      }
      const isThere = name === undefined || found[0].text.includes(name)
      return isThere ? [] : [`${path} cites “${name}”, which is no test of ${file}`]
    }),
    ...[...text.matchAll(RULE_ID)]
      .map(([, bracketed, quoted]) => bracketed ?? quoted)
      .filter((id) => !isCited(id))
      .map((id) => `${path} cites [${id}], which no test shows`),
  ])
}

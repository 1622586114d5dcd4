/** A rule of a SPEC.md starts its line: `- DOC1 …`, `- [DOC1] …`, `[DOC1] …`, `**[DOC1]** …`, `| [DOC1] | …`. */
const RULE = /^(?:[\s>*|-]*\[([A-Z]+\d+[a-z]?)\]|[-*] \**([A-Z]+\d+[a-z]?)\**:? )/gm
/** A test cites the rules that it shows at the start of its name: `test('[DOC1] …'`, `test('[DOC1][DOC2] …'`. */
const NAME = /\b(?:test|it|describe)(?:\.\w+)*(?:\([^'"`]*\))?\(\s*(['"`])((?:\[[A-Z]+\d+[a-z]?\]\s*)+)/g
const ID = /[A-Z]+\d+[a-z]?/g

/**
 * Compares the rules of all SPEC.md files with the rules that test names cite. A rule belongs to the top folder of its
 * SPEC.md. Resolves to one sentence per rule without a test, per cited rule that does not exist, per rule written twice.
 */
export function specProblems(files) {
  const rules = new Map()
  const problems = []
  for (const { path, text } of files.filter((file) => file.path.endsWith('SPEC.md'))) {
    for (const [, bracketed, plain] of text.matchAll(RULE)) {
      const id = bracketed ?? plain
      if (rules.has(id)) {
        problems.push(`[${id}] is written in ${rules.get(id)} and again in ${path}`)
      }
      rules.set(id, path)
    }
  }
  const cited = new Map()
  for (const { path, text } of files.filter((file) => !file.path.endsWith('SPEC.md'))) {
    for (const [, , ids] of text.matchAll(NAME)) {
      for (const [id] of ids.matchAll(ID)) {
        cited.set(id, path)
      }
    }
  }
  for (const [id, path] of rules) {
    if (!cited.has(id)) {
      problems.push(`[${id}] of ${path} is shown by no test`)
    }
  }
  for (const [id, path] of cited) {
    if (!rules.has(id)) {
      problems.push(`[${id}] is cited in ${path} but written in no SPEC.md`)
    }
  }
  return problems
}

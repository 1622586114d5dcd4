import { fromBase64Url, toBase64Url } from '../view/base64Url.ts'
import { Folds } from './Folds.ts'
import { groupId, pathOfGroup } from './groupId.ts'

/** Beside the view, which may be long already. */
export const MAX_FOLD_CODE_LENGTH = 1500

/**
 * Which groups of a sheet grouped by `keys` are closed, as text for an address; '' when all are open. When not all have room,
 * outer groups go before inner ones, and those that were closed first before later ones; what is left out is open for whoever
 * follows the link.
 */
export function encodeFolds(
  { areClosed, others }: Pick<Folds, 'areClosed' | 'others'>,
  keys: readonly string[],
): string {
  const paths = [...others]
    .flatMap((id) => {
      const path = pathOfGroup(id)
      return path !== null && path.every(({ key }, level) => key === keys[level])
        ? [path.map(({ value }) => value)]
        : []
    })
    .sort((a, b) => a.length - b.length)
  const codeOf = (count: number): string => toBase64Url(JSON.stringify([areClosed ? 1 : 0, ...paths.slice(0, count)]))
  if (keys.length === 0 || (!areClosed && paths.length === 0)) {
    return ''
  }
  let [fits, tooMany] = [0, paths.length + 1]
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (codeOf(middle).length <= MAX_FOLD_CODE_LENGTH) {
      fits = middle
    } else {
      tooMany = middle
    }
  }
  return codeOf(fits)
}

/** The contrary; what is damaged closes nothing. It may come from anybody. */
export function decodeFolds(code: string | null, keys: readonly string[]): Folds {
  try {
    const parts: unknown = code === null || code.length > MAX_FOLD_CODE_LENGTH ? [] : JSON.parse(fromBase64Url(code))
    const [areClosed, ...paths]: unknown[] = Array.isArray(parts) ? parts : []
    const others = paths.flatMap((path) => {
      const values = Array.isArray(path) ? path.filter((value) => typeof value === 'string') : []
      const isPath = values.length > 0 && values.length <= keys.length
      return isPath ? [groupId(values.map((value, level) => ({ key: keys[level]!, value })))] : []
    })
    return new Folds(areClosed === 1, others)
  } catch {
    return new Folds()
  }
}

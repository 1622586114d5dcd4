const MOST_CHARACTERS = 200
/** Longer endings are part of the name. */
const LONGEST_ENDING = 12

/**
 * A name that can be shown and saved under: without folders, without control characters and marks that turn the direction of
 * a text (`evil\u202Efdp.exe` looks like `evilexe.pdf`). A long name keeps its ending.
 */
export function fileName(sent: string): string {
  const last = sent.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const shown = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/^\.+/, '')
  const name = shown === '' ? 'file' : shown
  if (name.length <= MOST_CHARACTERS) {
    return name
  }
  const ending = /\.[^.]*$/.exec(name)?.[0] ?? ''
  const kept = ending.length <= LONGEST_ENDING ? ending : ''
  return name.slice(0, MOST_CHARACTERS - kept.length).toWellFormed() + kept
}

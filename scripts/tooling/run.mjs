import { spawn } from 'node:child_process'
import { ROOT } from './paths.mjs'

/**
 * Runs a program to its end and resolves to `{ code, output }`; `code` is 1 when a signal ended it or it could not be
 * started. With `show` its output goes to the terminal as it comes and `output` stays empty.
 */
export function run(program, args, { env = {}, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      shell: false,
    })
    let output = ''
    const collect = (chunk) => (output += chunk)
    child.stdout?.setEncoding('utf8').on('data', collect)
    child.stderr?.setEncoding('utf8').on('data', collect)
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

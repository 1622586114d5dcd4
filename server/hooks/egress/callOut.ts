/** One call to an address that somebody typed in: to the open Internet only, short, and never further than asked. */
import { lookup as lookUp } from 'node:dns/promises'
import { request as requestHttp, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { CallProblem } from '#shared/api/webhooks.ts'
import { type EgressRules, hookTarget, hostOf } from './hookTarget.ts'
import { isPublicAddress } from './isPublicAddress.ts'

/** An address of a name. */
export interface Resolved {
  address: string
  family: number
}

export interface CallOutOptions extends EgressRules {
  /** From asking for the name to the end of the answer. */
  timeoutMs: number
  /** All addresses of a name; tests bring their own. */
  resolve: (host: string) => Promise<Resolved[]>
}

export const CALL_OUT: CallOutOptions = {
  allowsLocal: false,
  timeoutMs: 5000,
  resolve: (host) => lookUp(host, { all: true, verbatim: true }),
}

/** How a call went. `problem` null: the other side took it. */
export interface CallOutcome {
  status: number | null
  problem: CallProblem | null
  /** The first kilobyte of the answer. */
  answer: string
}

/** No more of an answer is read. */
const MOST_ANSWER_BYTES = 64 << 10
const KEPT_ANSWER_BYTES = 1 << 10

/**
 * Sends a body by POST. The name is resolved once, every address of it must be public, and the connection goes to the very
 * address that was checked: asking again could be answered otherwise (DNS rebinding). Redirects are not followed. Never throws.
 */
export async function callOut(
  text: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  options: CallOutOptions = CALL_OUT,
): Promise<CallOutcome> {
  const target = hookTarget(text, options)
  if (!target.ok) {
    return without('not-allowed')
  }
  const controller = new AbortController()
  const deadline = setTimeout(() => controller.abort(), options.timeoutMs)
  try {
    const address = await checkedAddress(hostOf(target.value), options, controller.signal)
    return typeof address === 'string'
      ? without(address)
      : await send(target.value, { headers, body, address, signal: controller.signal })
  } finally {
    clearTimeout(deadline)
  }
}

async function checkedAddress(
  host: string,
  { allowsLocal, resolve }: CallOutOptions,
  signal: AbortSignal,
): Promise<Resolved | CallProblem> {
  const family = isIP(host)
  const late = new Promise<'too-slow'>((done) => signal.addEventListener('abort', () => done('too-slow')))
  const asked = family === 0 ? resolve(host).catch((): Resolved[] => []) : [{ address: host, family }]
  const found = await Promise.race([asked, late])
  if (found === 'too-slow') {
    return found
  }
  // Which of the two it is would tell names of the network.
  const [first] = found
  const isAllowed = allowsLocal || found.every(({ address }) => isPublicAddress(address))
  return first !== undefined && isAllowed ? first : 'no-public-address'
}

interface Sent {
  headers: Readonly<Record<string, string>>
  body: string
  address: Resolved
  signal: AbortSignal
}

function send(url: URL, { headers, body, address, signal }: Sent): Promise<CallOutcome> {
  const toChecked: LookupFunction = (_host, { all }, done) =>
    all === true ? done(null, [address]) : done(null, address.address, address.family)
  const options: RequestOptions = {
    method: 'POST',
    // Name, certificate and Host stay those of the address that was typed in; only where it is comes from us.
    lookup: toChecked,
    agent: false,
    signal,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  }
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const { statusCode: status = 0 } = response
      const chunks: Buffer[] = []
      let size = 0
      const end = (problem: CallProblem | null): void => {
        request.destroy()
        const kept = Buffer.concat(chunks).subarray(0, KEPT_ANSWER_BYTES).toString('utf8')
        // the database keeps no zero character
        resolve({ status, problem, answer: kept.replaceAll('\0', '\u{FFFD}') })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(size < KEPT_ANSWER_BYTES ? chunk : Buffer.alloc(0))
        size += chunk.length
        if (size > MOST_ANSWER_BYTES) {
          end('too-long')
        }
      })
      response.on('end', () => end(problemOf(status)))
      response.on('error', () => end(signal.aborted ? 'too-slow' : 'no-connection'))
    })
    request.on('error', (error) => resolve(without(signal.aborted ? 'too-slow' : connectionProblem(error))))
    request.end(body)
  })
}

function problemOf(status: number): CallProblem | null {
  if (status >= 200 && status < 300) {
    return null
  }
  return status >= 300 && status < 400 ? 'redirect' : 'refused'
}

/** Codes of OpenSSL's verification, and of names that are not in a certificate. */
const connectionProblem = ({ code = '' }: NodeJS.ErrnoException): CallProblem =>
  /CERT|SELF_SIGNED|ALTNAME|ISSUER|CRL|SIGNATURE/.test(code) ? 'no-certificate' : 'no-connection'

const without = (problem: CallProblem): CallOutcome => ({ status: null, problem, answer: '' })

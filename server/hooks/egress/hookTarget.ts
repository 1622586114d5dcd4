import { isIP } from 'node:net'
import { fail, ok, type Result } from '#shared/result/result.ts'
import { isPublicAddress } from './isPublicAddress.ts'

/** How far calls may go. */
export interface EgressRules {
  /** Also by http, to any port, and to addresses inside the network: for tests, and for networks that are closed. */
  allowsLocal: boolean
}

const PORTS = ['', '443', '8443']

/**
 * The address of a webhook, when it is one that calls may go to, as far as that can be told without asking for its name. The
 * error is a sentence with the remedy. `URL` has turned every spelling of an IP address (0x7f.1, 2130706433) into the usual one.
 */
export function hookTarget(text: string, { allowsLocal }: EgressRules): Result<URL, string> {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return fail('Write the whole address, beginning with https://.')
  }
  if (url.username !== '' || url.password !== '') {
    return fail('Leave name and password out of the address: calls are signed.')
  }
  if (url.hash !== '') {
    return fail('Leave the part behind # out: it is never sent.')
  }
  if (allowsLocal) {
    return ok(url)
  }
  if (url.protocol !== 'https:') {
    return fail('Calls go by https only. Write an address that begins with https://.')
  }
  if (!PORTS.includes(url.port)) {
    return fail('Calls go to the ports 443 and 8443 only. Choose one of them.')
  }
  const host = hostOf(url)
  const isName = isIP(host) === 0
  if (isName ? !isPublicName(host) : !isPublicAddress(host)) {
    return fail('This address is inside a network. Write one that can be reached from everywhere.')
  }
  return ok(url)
}

/** Without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** RFC 6761, RFC 6762 and RFC 8375: names that are never of the open Internet. Others are judged by what they resolve to. */
function isPublicName(host: string): boolean {
  const name = host.replace(/\.$/, '')
  return (
    name.includes('.') && !/(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid|example)$/.test(name)
  )
}

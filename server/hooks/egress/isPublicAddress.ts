import { BlockList, isIP } from 'node:net'

/**
 * What is nobody's public address: IANA IPv4 and IPv6 Special-Purpose Address Registries (2025-10), with multicast and
 * everything reserved. The metadata services of clouds are in them (169.254.169.254, fd00:ec2::254, 100.100.100.200); that of
 * Azure's hosts is not (168.63.129.16).
 */
const NOT_PUBLIC_4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Within the global unicast addresses, which are the only ones that are let through at all. */
const NOT_PUBLIC_6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4: whatever IPv4 address somebody writes into it
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3ffe::', 16],
  ['3fff::', 20],
]

const notPublic4 = new BlockList()
NOT_PUBLIC_4.forEach(([network, bits]) => notPublic4.addSubnet(network, bits, 'ipv4'))
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const notPublic6 = new BlockList()
NOT_PUBLIC_6.forEach(([network, bits]) => notPublic6.addSubnet(network, bits, 'ipv6'))

/** Whether an IP address is one of the open Internet. False for what is no address; an IPv4 address inside an IPv6 one never is. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublic4.check(address, 'ipv4')
    case 6:
      // With a zone (%eth0) it is one of this machine's links, and is no text that this list reads.
      return !address.includes('%') && global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6')
    default:
      return false
  }
}

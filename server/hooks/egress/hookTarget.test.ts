import { expect, test } from 'vitest'
import { hookTarget } from './hookTarget.ts'
import { isPublicAddress } from './isPublicAddress.ts'

const INSIDE = [
  // this machine, in every spelling that URL knows
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '0x7f.0.0.1',
  '0x7f000001',
  '017700000001',
  '2130706433',
  '0',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  '①②⑦.⓪.⓪.①',
  // private, shared, link-local, benchmarks, documentation, multicast, reserved
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '169.254.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '192.88.99.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  // metadata of clouds
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '[fd00:ec2::254]',
  'metadata.google.internal',
  'instance-data',
  // IPv6: unique local, link-local, site-local, multicast, documentation
  '[fc00::1]',
  '[fd12:3456:789a::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[100::1]',
  // IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:8.8.8.8]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  // names that are never of the open Internet
  'intranet',
  'printer.local',
  'db.internal',
  'nas.lan',
  'router.home.arpa',
  'a.test',
  'a.invalid',
]

test.each(INSIDE)('no call goes to %s', (host) => {
  for (const port of ['', ':8443']) {
    expect([port, hookTarget(`https://${host}${port}/hook`, { allowsLocal: false }).ok]).toEqual([port, false])
  }
})

test.each([
  'http://hooks.carbonsheet.com/',
  'https://hooks.carbonsheet.com:22/',
  'https://hooks.carbonsheet.com:5432/',
  'https://name:password@hooks.carbonsheet.com/',
  'https://hooks.carbonsheet.com/#part',
  'ftp://hooks.carbonsheet.com/',
  'file:///etc/passwd',
  'gopher://hooks.carbonsheet.com/',
  'javascript:alert(1)',
  'hooks.carbonsheet.com',
  'https://',
  '',
])('“%s” is refused in words', (text) => {
  expect(hookTarget(text, { allowsLocal: false })).toEqual({ ok: false, error: expect.stringMatching(/^[A-Z].*\.$/) })
})

test.each([
  'https://hooks.carbonsheet.com/a?b=c',
  'https://hooks.carbonsheet.com:8443/',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
  'https://مثال.com/',
])('%s may be called', (text) => {
  expect(hookTarget(text, { allowsLocal: false }).ok).toBe(true)
})

test('addresses of the open Internet are public, and a text that is none is not', () => {
  const known = ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '2606:4700::1111']
  expect(known.filter((address) => !isPublicAddress(address))).toEqual([])
  const none = ['', 'localhost', '8.8.8', '8.8.8.8.8', 'fe80::1%eth0', '2606:4700::1111%1', ' 8.8.8.8', '08.8.8.8']
  expect(none.filter(isPublicAddress)).toEqual([])
})

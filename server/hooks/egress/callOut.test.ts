import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest'
import { Receiver } from '../testing/Receiver.ts'
import { CALL_OUT, callOut, type CallOutOptions, type Resolved } from './callOut.ts'

let receiver: Receiver
let inside: Receiver

beforeAll(async () => {
  receiver = await Receiver.start()
  inside = await Receiver.start()
})
beforeEach(() => {
  receiver.answer = (_, response) => void response.writeHead(204).end()
  receiver.calls.length = 0
})
afterAll(() => Promise.all([receiver.close(), inside.close()]))

const message = { headers: { 'content-type': 'application/json' }, body: '{"é":1}' }
const local: CallOutOptions = { ...CALL_OUT, allowsLocal: true, timeoutMs: 20_000 }
const asks = (...found: Resolved[]): CallOutOptions & { asked: string[] } => {
  const asked: string[] = []
  return { ...CALL_OUT, asked, resolve: async (host) => (asked.push(host), found) }
}
const at = (address: string): Resolved => ({ address, family: address.includes(':') ? 6 : 4 })

test('a body arrives as it was sent, and an answer in the twohundreds is taken', async () => {
  receiver.answer = (_, response) => void response.writeHead(200).end('thank you')
  expect(await callOut(receiver.url, message, local)).toEqual({ status: 200, problem: null, answer: 'thank you' })
  expect(receiver.calls).toMatchObject([{ body: '{"é":1}', headers: { 'content-length': '8' } }])
})

test('the connection goes to the address that was checked, under the name that was typed in', async () => {
  const options = { ...local, resolve: async () => [at('127.0.0.1')] }
  const outcome = await callOut(`http://nobody.carbonsheet.invalid:${receiver.port}/x`, message, options)
  expect(outcome.status).toBe(204)
  expect(receiver.calls[0]?.headers.host).toBe(`nobody.carbonsheet.invalid:${receiver.port}`)
})

test('a name is asked for once; when any of its addresses is inside the network, nobody is called', async () => {
  const before = inside.connections
  for (const found of [
    [at('127.0.0.1')],
    [at('8.8.8.8'), at('127.0.0.1')],
    [at('10.1.2.3')],
    [at('::ffff:127.0.0.1')],
    [at('169.254.169.254')],
    [at('fd00::1')],
    [],
  ]) {
    const options = asks(...found)
    const outcome = await callOut('https://rebound.carbonsheet.com/', message, options)
    expect(outcome).toEqual({ status: null, problem: 'no-public-address', answer: '' })
    expect(options.asked).toEqual(['rebound.carbonsheet.com'])
  }
  expect(inside.connections).toBe(before)
})

test('DNS that answers otherwise the second time is not asked a second time', async () => {
  let asked = 0
  const resolve = async (): Promise<Resolved[]> => [at(asked++ === 0 ? '127.0.0.1' : '127.0.0.2')]
  await callOut(`http://rebound.carbonsheet.com:${receiver.port}/`, message, { ...local, resolve })
  expect([asked, receiver.calls.length]).toEqual([1, 1])
})

test('an address that is no target is not even resolved', async () => {
  const options = asks(at('8.8.8.8'))
  for (const url of [
    receiver.url,
    'https://127.0.0.1/',
    'http://a.carbonsheet.com/',
    'https://a.carbonsheet.com:22/',
  ]) {
    expect((await callOut(url, message, options)).problem).toBe('not-allowed')
  }
  expect(options.asked).toEqual([])
})

test('a redirect is an answer like any other that is none: it is not followed', async () => {
  const before = inside.connections
  receiver.answer = (_, response) => void response.writeHead(302, { location: inside.url }).end('see there')
  expect(await callOut(receiver.url, message, local)).toEqual({ status: 302, problem: 'redirect', answer: 'see there' })
  expect(inside.connections).toBe(before)
})

test('of an endless answer 64 kB are read and one is kept', async () => {
  let isClosed = false
  receiver.answer = (_, response) => {
    response.on('close', () => (isClosed = true))
    response.writeHead(200)
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384))) {
        // until the other side has enough
      }
    }
    response.on('drain', more)
    more()
  }
  const outcome = await callOut(receiver.url, message, local)
  expect(outcome).toEqual({ status: 200, problem: 'too-long', answer: 'x'.repeat(1024) })
  await expect.poll(() => isClosed).toBe(true)
})

test.each<[what: string, answer: Receiver['answer']]>([
  ['never answers', () => {}],
  [
    'answers letter by letter',
    (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    },
  ],
])('who %s is left after the time that a call may take', async (_, answer) => {
  receiver.answer = answer
  const outcome = await callOut(receiver.url, message, { ...local, timeoutMs: 300 })
  expect(outcome.problem).toBe('too-slow')
})

test('DNS that never answers ends with the same time', async () => {
  const resolve = (): Promise<Resolved[]> => new Promise(() => {})
  const outcome = await callOut('https://slow.carbonsheet.com/', message, { ...CALL_OUT, timeoutMs: 50, resolve })
  expect(outcome.problem).toBe('too-slow')
})

test('nobody there, a hang-up and a zero character in the answer are told and keep nobody', async () => {
  const gone = await Receiver.start()
  const { url } = gone
  await gone.close()
  expect((await callOut(url, message, local)).problem).toBe('no-connection')
  receiver.answer = (request) => request.socket.destroy()
  expect((await callOut(receiver.url, message, local)).problem).toBe('no-connection')
  receiver.answer = (_, response) => void response.writeHead(500).end('a\0b')
  expect(await callOut(receiver.url, message, local)).toEqual({ status: 500, problem: 'refused', answer: 'a\uFFFDb' })
})

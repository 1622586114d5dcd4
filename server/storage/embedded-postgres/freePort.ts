import { createServer } from 'node:net'

/** The wanted port when it is free on the loopback address, else one that the system picks. */
export async function freePort(wanted: number | null): Promise<number> {
  return (
    (wanted === null ? null : await tryPort(wanted)) ??
    (await tryPort(0)) ??
    Promise.reject(new Error('There is no free port.'))
  )
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
}

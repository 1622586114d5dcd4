/** Archives in the oldest common form (POSIX.1-1988 ustar): a header of 512 bytes before each file, everything padded to that. */

const BLOCK = 512
const [NAME_LENGTH, PREFIX_LENGTH] = [100, 155]

/** The header of a file that anybody may read, without a date: the same files are the same bytes. */
export function tarHeader(path: string, bytes: number): Buffer {
  const { name, prefix } = splitPath(path)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\0' + '00', 257)
  header.write(prefix, 345)
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** What fills up the last block of a file. */
export const tarPadding = (bytes: number): Buffer => Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK)

/** The end of an archive. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK)

/** The sum of a header's bytes, its own field counted as spaces. */
export function checksumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0)
}

function splitPath(path: string): { name: string; prefix: string } {
  if (path.length <= NAME_LENGTH) {
    return { name: path, prefix: '' }
  }
  const at = path.lastIndexOf('/')
  const [prefix, name] = [path.slice(0, at), path.slice(at + 1)]
  if (name.length > NAME_LENGTH || prefix.length > PREFIX_LENGTH) {
    throw new RangeError(`the path ${path} is too long for an archive`)
  }
  return { name, prefix }
}

import { expect, test } from 'vitest'
import { fileName } from './fileName.ts'
import { mediaTypeOf } from './mediaTypeOf.ts'

test.each([
  ['Invoice 03.pdf', 'Invoice 03.pdf'],
  ['فاتورة.pdf', 'فاتورة.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\meter.xlsx', 'meter.xlsx'],
  ['a\0b\nc.txt', 'abc.txt'],
  ['evil\u202Efdp.exe', 'evilfdp.exe'],
  ['..', 'file'],
  ['x/', 'file'],
  ['.htaccess', 'htaccess'],
  ['a"b<c>.txt', 'a_b_c_.txt'],
  ['\ud800.txt', '\ufffd.txt'],
  [`${'n'.repeat(5000)}.pdf`, `${'n'.repeat(196)}.pdf`],
  [`a.${'n'.repeat(5000)}`, `a.${'n'.repeat(198)}`],
])('the file %j is called %j', (sent, name) => {
  expect(fileName(sent)).toBe(name)
})

test.each([
  ['%PDF-1.7 …', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['<html><script>', 'text/plain'],
  ['\0\x01', 'application/octet-stream'],
])('%j looks like %s', (head, mediaType) => {
  expect(mediaTypeOf(Buffer.from(head))).toBe(mediaType)
})

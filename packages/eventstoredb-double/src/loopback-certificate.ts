/** A certificate for loopback, signed by itself: for a double with TLS, and for nothing else. */

import { generateKeyPairSync, sign } from 'node:crypto'
import type { Tls } from './nodes/node.ts'

/** Made anew each time, with a key that is chance; clients trust it where `cert` is their certificate authority. */
export function loopbackCertificate(): Tls {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time(0x17, '200101000000Z'), time(0x18, '20991231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(isAuthority, isForLoopback)),
  )
  const signature = sign('sha256', content, privateKey)
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(sequence(content, ecdsaWithSha256, bits(signature))) }
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

function sequence(...parts: Uint8Array[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

function time(tag: number, text: string): Buffer {
  return tagged(tag, Buffer.from(text))
}

function bits(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]))
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'))
/** The common name. */
const name = sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from('a double of EventStoreDB')))))
/** Basic constraints: an authority. */
const isAuthority = sequence(objectId('551d13'), tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))))
/** Alternative names: 127.0.0.1 and localhost. */
const isForLoopback = sequence(objectId('551d11'), tagged(0x04, sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])), tagged(0x82, Buffer.from('localhost')))))

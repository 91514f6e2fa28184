/** What the adapter asks of the client: a small part of `@eventstore/db-client`, so that its successors can stand in. */

import { BACKWARDS, END, EventStoreDBClient, FORWARDS, NO_STREAM, START, excludeSystemEvents } from '@eventstore/db-client'
import type { AppendTexts } from './batch-appends.ts'

export interface EsdbClient extends Pick<EventStoreDBClient, 'appendToStream' | 'readStream' | 'readAll' | 'subscribeToAll' | 'dispose'> {
  /** Appends JSON texts as they are; a client without it is given JSON values. */
  readonly appendTexts?: AppendTexts
}

/** Makes a client; asked again after calls that were never answered, since their connection may never answer again. */
export type MakeClient = () => EsdbClient

/**
 * The client for a connection string, with a connection of its own; throws where it cannot be understood. Clients of the same settings would
 * share one, a dead one as well, so that a new client would wait for ever just as the old one did.
 */
export const clientFor = (connectionString: string): EsdbClient => {
  refuseMisread(connectionString)
  refuseWhatIsPrinted(connectionString)
  return EventStoreDBClient.connectionString(withConnectionOfItsOwn(connectionString))
}

/** Of an address that names nobody, the client takes everything up to such an @ for user and password, and goes to the host behind it. */
function refuseMisread(connectionString: string): void {
  const [, hosts = '', parameters = ''] = /^[a-z+]+:\/\/([^?]*)(.*)$/is.exec(connectionString) ?? []
  if (!hosts.includes('@') && /^[^:]+:[^@]+@/s.test(hosts + parameters)) throw new Error('the client takes an @ behind the host for the end of user and password; name a user, or a file without one')
}

/** At these the client prints the whole connection string, password included, and goes on without them. */
function refuseWhatIsPrinted(connectionString: string): void {
  const [, parameters = ''] = /\?(.*)$/s.exec(connectionString) ?? []
  for (const [, name = '', value = ''] of parameters.matchAll(/([^=&?]+)=([^&?]*)/g)) {
    const known = name.replaceAll(/[_-]/g, '').toLowerCase()
    if (!knownParameters.has(known)) throw new Error(`it has the parameter ${name}, which means nothing to the client`)
    if (known === 'tlsverifycert' && value.trim() === 'false') throw new Error('tlsVerifyCert=false has no effect; name the certificate of the authority by tlsCAFile')
  }
}

const knownParameters = new Set([
  'nodepreference', 'connectionname', 'tlscafile', 'usercertfile', 'userkeyfile', 'maxdiscoverattempts', 'defaultdeadline', 'discoveryinterval', 'gossiptimeout',
  'keepaliveinterval', 'keepalivetimeout', 'dnsdiscover', 'tls', 'tlsverifycert', 'throwonappendfailure',
])

let made = 0
const keepAlive = /([?&]keepAliveTimeout=)(\d+)/i
const usualKeepAliveMs = 10_000

/** Connections are told apart by their settings alone: a few milliseconds in one of them are enough. */
function withConnectionOfItsOwn(connectionString: string): string {
  made = (made + 1) % 1000
  if (keepAlive.test(connectionString)) return connectionString.replace(keepAlive, (_, key: string, ms: string) => `${key}${Number(ms) + made}`)
  if (/[?&]keepAliveTimeout=/i.test(connectionString)) return connectionString
  return `${connectionString}${connectionString.includes('?') ? '&' : '?'}keepAliveTimeout=${usualKeepAliveMs + made}`
}

export { BACKWARDS, END, FORWARDS, NO_STREAM, START, excludeSystemEvents }

/** Addresses of databases on the command line: told apart from files, checked before anything is opened, and shown without user and password. */

/** What is wrong with an address; `found` is the part that is wrong, without user and password. */
export interface AddressProblem {
  readonly problem: 'scheme' | 'credentials' | 'host' | 'port' | 'parameter' | 'value'
  readonly found: string
}

/** The address of a database, where anything else is the name of a file. */
export const isAddress = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text)

/** The address as it may be shown, without user and password. */
export const withoutCredentials = (address: string): string => {
  const [scheme, rest] = schemeAndRest(address)
  return scheme + rest.slice(afterCredentials(rest))
}

/** Whether somebody is named in it. */
export const namesUser = (address: string): boolean => afterCredentials(schemeAndRest(address)[1]) > 0

/** The address with this user and password, as `user:password`, in it. */
export const withCredentials = (address: string, credentials: string): string => {
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(credentials) ?? []
  return address.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)
}

/** What is wrong with it, if anything is: what the client would only warn of, or say in words of its own. */
export const addressProblem = (address: string): AddressProblem | undefined => {
  const scheme = address.slice(0, address.indexOf('://'))
  if (!schemes.includes(scheme)) return { problem: 'scheme', found: scheme }
  const [, rest] = schemeAndRest(address)
  const behind = afterCredentials(rest)
  if (behind > 0 && !/^[^:@/?]+:[^:@/?]+$/.test(rest.slice(0, behind - 1))) return { problem: 'credentials', found: '' }
  return hostsProblem(rest.slice(behind))
}

function schemeAndRest(address: string): readonly [scheme: string, rest: string] {
  const [, scheme = '', rest = address] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(address) ?? []
  return [scheme, rest]
}

/** Where hosts begin. Whatever stands before the last @ may be a password, which may hold one, but where hosts and parameters are as they should be, an @ in the name of a file is its own. */
function afterCredentials(rest: string): number {
  const query = rest.indexOf('?')
  const before = query === -1 ? 0 : rest.lastIndexOf('@', query) + 1
  return query !== -1 && hostsProblem(rest.slice(before)) === undefined ? before : rest.lastIndexOf('@') + 1
}

/** What is wrong with hosts and parameters. */
function hostsProblem(text: string): AddressProblem | undefined {
  const [, hosts = '', given] = /^([^?]*?)\/*(?:\?(.*))?$/s.exec(text) ?? []
  return hosts.split(',').map(hostProblem).find((problem) => problem !== undefined)
    ?? (given === undefined ? undefined : given.split('&').map(parameterProblem).find((problem) => problem !== undefined))
}

const schemes: ReadonlyArray<string> = ['esdb', 'esdb+discover']

function hostProblem(text: string): AddressProblem | undefined {
  const [, host = '', port] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? []
  if (!/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?$/i.test(host)) return { problem: 'host', found: host }
  return port === undefined || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) ? undefined : { problem: 'port', found: port }
}

function parameterProblem(text: string): AddressProblem | undefined {
  const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text) ?? []
  const known = Object.entries(parameters).find(([parameter]) => parameter.toLowerCase() === name.replaceAll(/[_-]/g, '').toLowerCase())?.[1]
  if (known === undefined) return { problem: 'parameter', found: name }
  return known.test(value) ? undefined : { problem: 'value', found: text }
}

const [truth, number, text] = [/^(true|false)$/, /^-?\d{1,9}$/, /^.+$/s]

/** The parameters that the client knows; any other it would leave unheeded. */
const parameters: Readonly<Record<string, RegExp>> = {
  tls: truth, tlsCAFile: text, userCertFile: text, userKeyFile: text, connectionName: text,
  nodePreference: /^(leader|follower|random|read[_-]?only[_-]?replica)$/i,
  maxDiscoverAttempts: number, discoveryInterval: number, gossipTimeout: number, keepAliveInterval: number, keepAliveTimeout: number, defaultDeadline: number,
  // With anything but `true` the client answers an append that was refused as if it were done, or warns of what it does not heed with the whole address.
  throwOnAppendFailure: /^true$/, tlsVerifyCert: /^true$/,
}

/** What is the matter with a database, in English. */

import type { DatabaseWords } from '../databases.ts'

export const databasesEn: DatabaseWords = {
  nobodyListens: ({ where }) => `Nothing listens at ${where}: check host and port, and that the server is running, then run the command again.`,
  unknownHost: ({ where }) => `The host of ${where} is not known: check its name, then run the command again.`,
  silent: ({ where, detail }) => `${where} was asked and did not answer (${detail}): check that this is the port of EventStoreDB, and that the server is neither stopped nor overloaded, then run the command again.`,
  otherProtocol: ({ where }) => `What answers at ${where} is not EventStoreDB: check the port, which is 2113 unless the server was set up otherwise.`,
  withoutTls: ({ where }) => `What answers at ${where} does not speak TLS: check the port; for a server that is run without TLS, put tls=false into the address.`,
  closesConnection: ({ where }) => `The connection to ${where} was closed before anything was said: check the port; for a server that is run with TLS, take tls=false out of the address.`,
  untrustedCertificate: ({ where, detail }) => `The certificate of ${where} is not trusted (${detail}): put tlsCAFile=FILE with the certificate of its authority into the address, and write the host as the certificate names it. Nothing was sent.`,
  wrongCredentials: ({ where }) => `${where} does not know this user with this password: check both, in the address or in GRIDGOV_CREDENTIALS, for the target of a transfer in GRIDGOV_TARGET_CREDENTIALS.`,
  accessDenied: ({ where }) => `${where} does not let this user do that: name one who may, as user:password in GRIDGOV_CREDENTIALS (for the target of a transfer in GRIDGOV_TARGET_CREDENTIALS) or before the host in the address, or ask for the right.`,
  notLeader: ({ where }) => `The node that was asked at ${where} is not the leader of its cluster, and only the leader takes facts: write the hosts of all nodes, separated by commas, so that the leader is found, or run the command again when the election is over.`,
  noLeader: ({ where }) => `None of the nodes of ${where} could name a leader: check hosts and ports, and that most of the nodes are running, then run the command again.`,
  notReady: ({ where }) => `The server ${where} is not ready: it is starting, or going down; run the command again in a moment.`,
  diskFull: ({ where }) => `The disk of the server ${where} is full; make room there and run the same command again: what was recorded is not recorded twice.`,
  tooLarge: ({ where, detail }) => `${where} takes no append as large as this one (${detail}); split the file and run the command for each part. It was not recorded.`,
  streamDeleted: ({ where, detail }) => `The log in ${where} is not whole any more: ${detail}; restore the database from a backup of its own.`,
  streamHidden: ({ where, detail }) => `The server hides events of the log in ${where} (${detail}): somebody deleted, truncated or limited the stream, and until the server scavenges they are still there. Write the metadata of the stream anew without $tb, $maxCount and $maxAge, twice where it was deleted, then run the same command again; what was scavenged only a backup brings back.`,
  badAddress: ({ where, detail }) => `The address ${where} cannot be used (${detail}); check it, then run the command again.`,
  foreign: ({ where, detail }) => `${where} is not a log: it holds events that gridgov did not write (${detail}); name another database. It was not touched.`,
  closed: ({ where }) => `The connection to ${where} was closed meanwhile; run the command again.`,
  corrupt: ({ where, detail }) => `The log in ${where} is not what was written (${detail}); restore the database from a backup of its own, or move a sound copy into an empty one with "gridgov transfer".`,
  other: ({ where, detail }) => `The database ${where} cannot be used (${detail}); look into its log, then run the same command again: what was recorded is not recorded twice.`,
}

/** Said after any of these where an append was under way. */
export const outcomeUnknownEn = ' Whether the last facts were stored is not known: run the same command again, and what was recorded is not recorded twice.'

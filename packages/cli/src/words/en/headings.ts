/** The headings of tables in English. */

import type { Heading } from '../headings.ts'

export const headingsEn: Readonly<Record<Heading, string>> = {
  level: 'level', id: 'id', code: 'code', name: 'name', since: 'since', unknownBefore: 'unknown before',
  communities: 'communities', grids: 'grids', buildings: 'buildings', households: 'households', residents: 'residents',
  position: 'position', recordedAt: 'recorded', effectiveOn: 'effective', inEffect: 'in effect', holds: 'holds', type: 'type', fact: 'fact', says: 'what it says',
  kind: 'kind', document: 'document', actor: 'actor', plan: 'plan', data: 'data',
  stream: 'stream', streamVersion: 'version', eventId: 'event', entryId: 'entry', root: 'root', corrects: 'corrects',
  commandId: 'command id', commandType: 'command', causationId: 'cause', correlationId: 'matter',
  community: 'community', buildingsShare: 'buildings', householdsShare: 'households', residentsShare: 'residents', validFrom: 'from', validTo: 'to',
  what: 'what', from: 'from', to: 'to',
  dueOn: 'due', standing: 'standing', stage: 'stage', overdue: 'overdue', process: 'process', instance: 'instance', waitsFor: 'what it waits for', deadline: 'deadline', rejection: 'refusal',
  role: 'role', edition: 'rules of', editionTold: 'as',
  finding: 'finding', request: '#', command: 'command', outcome: 'outcome', why: 'why',
  gridsBefore: 'grids before', gridsAfter: 'after', buildingsBefore: 'buildings before', buildingsAfter: 'after', link: 'link', head: 'head',
  projection: 'projection', version: 'version', active: 'answers', phase: 'phase', lag: 'behind', models: 'models', stale: 'stale', blocked: 'blocked',
  skipped: 'skipped', running: 'running', heldUntil: 'held until', key: 'key', error: 'error', reason: 'reason', at: 'at',
  compared: 'compared', passedOver: 'passed over', factsRead: 'facts read', path: 'place', fingerprint: 'fingerprint', old: 'old', new: 'new', placesInAll: 'places',
  table: 'table', column: 'column', mayBeEmpty: 'may be empty', events: 'events', streams: 'streams', written: 'written',
}

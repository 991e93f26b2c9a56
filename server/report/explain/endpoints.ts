/** How the addresses of a line were classified, on what evidence, and where they take effect. */
import type { Effect, Endpoint, EndpointClass, Resolution } from '../../engine/types'
import { shownClass } from '../json'
import type { Asked } from './asked'

const RESOLVED: Readonly<Record<Resolution, string>> = {
  literal: 'as it is written',
  resolved: 'found through names',
  default: 'a fall-back, taken when nothing else gives a value',
  partial: 'a piece of it is not known',
}
const EFFECT: Readonly<Record<Effect, string>> = {
  yes: 'takes effect',
  overridden: 'overridden: another value wins everywhere',
  'not-selected': 'not selected: nothing here chooses it',
  'after-trust': 'takes effect once the folder is trusted',
  'ignored-by-tool': 'ignored: the tool drops this key from project files',
}
const GROUND: Readonly<Partial<Record<EndpointClass, string>>> = {
  private: 'the host is private by its form: loopback, a private range, a reserved suffix or a bare name',
  placeholder: 'the host is a placeholder by its form or a reserved name',
  unknown: 'no policy declares the host, and no list of the fact base names it',
}

export function endpointsOf(asked: Asked): string[] {
  const { model } = asked.result
  const here = (e: Endpoint) => asked.here(e.path, e.span)
  const auditor = asked.result.governing.find((g) => g.governs(asked.path))?.persona === 'auditor'
  return [
    ...asked.endpoints.flatMap((e) => endpointLines(shownClass(e, auditor), e, asked)),
    ...model.upstreams
      .filter((u) => here(u) && !asked.endpoints.some((e) => e.span.start === u.span.start && e.path === u.path))
      .flatMap((u) => [`target of a reverse proxy ${u.host}: ${u.class}`, `  ground: ${u.basis}`]),
  ]
}

function endpointLines(e: Endpoint, own: Endpoint, asked: Asked): string[] {
  const { facts, at } = asked
  const client = facts.client(e.client)?.name
  const away = asked.here(e.path, e.span) ? '' : `, written at ${at(e.path, e.span)}`
  const names = [e.hostUnicode !== e.host ? e.hostUnicode : '', e.hostWritten].filter(Boolean)
  return [
    `endpoint ${e.host || '(a port of this machine)'}${names.length > 0 ? ` (${names.join(', ')})` : ''}: ${e.class}${away}`,
    `  ground: ${groundOf(e, asked)}`,
    ...e.evidence.map((x) => {
      const source = facts.source(x.source)
      return `  evidence: ${source?.title ?? x.claim} (${x.status}, ${x.date})${source?.url ? ` ${source.url}` : ''}`
    }),
    `  value: ${RESOLVED[e.resolution]} (${e.resolution})`,
    `  read by: ${client ? `${client}, which knows \`${e.key}\`` : `an AI client, as \`${e.key}\` says`}`,
    ...e.chain.map((p) => `  ${p.loader === undefined ? 'used' : 'loaded'} at: ${at(p.path, p.span)}`),
    `  effect: ${EFFECT[e.effective]}`,
    ...reachLines(e, own, asked),
  ]
}

function groundOf(e: Endpoint, { result, at }: Asked): string {
  if (e.declared) {
    const entry = result.policies
      .flatMap((p) => p.gateways)
      .find((g) => g.value.host === e.declared?.host && g.value.reason === e.declared.reason)
    return `${e.basis}${entry ? ` at ${at(entry.path, entry.span)}` : ' in the policy'}: ${e.declared.reason}`
  }
  const row = e.row && e.evidence.length > 0 ? `, row ${e.row.host} of the fact base, last seen ${e.row.seen.last}` : ''
  return GROUND[e.class] ? `${GROUND[e.class]} (${e.basis})` : `${e.basis}${row}`
}

/** Units in which it acts, and what wins where it does not. */
function reachLines(e: Endpoint, own: Endpoint, { result, at }: Asked): string[] {
  return e.reach.map(({ unit, effective }) => {
    const lost = result.model.overrides.find((o) => o.unit === unit && o.loser.setting === own.sink)
    const because = lost ? `: ${lost.because}, ${at(lost.winner.path, lost.winner.setting.keySpan)}` : ''
    const name = unit === 'folder:' ? 'the root folder' : unit.replace(/^folder:/, 'folder ')
    return `  acts in: ${name}${effective === 'yes' ? '' : ` (${effective}${because})`}`
  })
}

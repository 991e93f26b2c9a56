/** A host as people read it: every form that it has, so that none can be taken for another. */
import { toUnicode } from './punycode'
import type { Endpoint } from './types'

const LONGEST = 60

/** The written form, where it is neither the host on the wire nor its Unicode form; else empty. `written` has no port. */
export function writtenForm(written: string, host: string): string {
  const plain = written
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  return plain === '' || plain === host || plain === toUnicode(host) || plain.includes('*') ? '' : written
}

/** The Unicode form beside the form on the wire when they differ, and how it was written when that is a third one. */
export function readableHost(e: Pick<Endpoint, 'host' | 'hostUnicode' | 'hostWritten'>): string {
  const host = tail(e.host)
  const forms = e.hostUnicode && e.hostUnicode !== e.host ? `${tail(e.hostUnicode)} (${host})` : host
  return e.hostWritten ? `${forms}, written ${tail(e.hostWritten)}` : forms
}

/** The end of a long host decides who owns it. */
const tail = (host: string): string => (host.length > LONGEST ? `…${host.slice(1 - LONGEST)}` : host)

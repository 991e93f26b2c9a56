/**
 * Addresses as people write them: without a scheme, with backslashes, user parts, percent signs, decimal addresses.
 * The WHATWG parser is handed in, since the engine has no platform.
 */

import { registrable } from './protected'

/** What a platform offers to the engine. */
export interface Platform {
  /** WHATWG parse of an absolute `http(s)` address: host as on the wire (ASCII, lower case), or null. */
  parseHttp(
    text: string,
  ): { readonly hostname: string; readonly port: string; readonly pathname: string; readonly username: string } | null
}

export interface Address {
  /** As written, lower case: `https`, `http`, `ws`, `socks5h`; empty when it was left out. */
  readonly scheme: string
  /** Lower case, ASCII, without port, brackets, trailing dot. */
  readonly host: string
  readonly port: string
  /** Path as written, without query and fragment; empty or starting with `/`. */
  readonly path: string
  /** The user part without its password, when it looks like a host; any other user part was cut before. */
  readonly user: string
  /** The host as it is written: with capitals, percent signs, brackets, a trailing dot, other scripts, as one number. */
  readonly written: string
  /** Offsets of scheme, host and port within the parsed text. */
  readonly schemeEnd: number
  readonly hostStart: number
  readonly hostEnd: number
}

/** Slashes behind the scheme may lean either way, as the WHATWG parser takes them: `https:\/\/host` is what an escaped value leaves. */
const SCHEME = /^([a-z][a-z0-9+.-]*):([\\/]{2,6})/i
/** Behind `http:` and `https:` that parser asks for no slash at all; a port alone is none of its hosts. */
const LAX_SCHEME = /^(https?):([\\/]?)(?=[^\\/?#]*\p{L}[^\\/?#]*\.[^\\/?#]*|\[)/iu
const HTTP_LIKE = new Set(['', 'http', 'https', 'ws', 'wss', 'grpc', 'grpcs', 'socks', 'socks4', 'socks5', 'socks5h'])
const BARE_HOST = /^(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?)(?::\d{1,5})?(?:[/?#]|$)/iu

/** Parses an address, or returns null when the text is none. Text without a scheme must look like a host. */
export function parseAddress(text: string, platform: Platform): Address | null {
  if (/[\t\n\r]/.test(text.trim())) return withoutBreaks(text, platform)
  const trimmed = text.trim()
  const lead = text.length - text.trimStart().length
  if (trimmed === '' || trimmed.length > 4096 || /[\s\u0000-\u001f]/.test(trimmed)) return null
  const head = SCHEME.exec(trimmed) ?? LAX_SCHEME.exec(trimmed)
  const scheme = head?.[1]?.toLowerCase() ?? ''
  if (!HTTP_LIKE.has(scheme)) return null
  const skip = head ? head[0].length : trimmed.startsWith('//') ? 2 : 0
  const rest = trimmed.slice(skip)
  // a scheme that is being typed is no host yet
  if (!scheme && (!BARE_HOST.test(rest) || /^https?:?$/i.test(rest))) return null
  const parsed = platform.parseHttp(`${scheme === 'http' ? 'http' : 'https'}://${rest}`) ?? templateHost(scheme, rest)
  if (!parsed || parsed.hostname === '') return null
  const authority = /^[^/\\?#]*/.exec(rest)?.[0] ?? ''
  const at = authority.lastIndexOf('@')
  const hostPart = authority.slice(at + 1)
  const portText = /:(\d*)$/.exec(hostPart.replace(/^\[[^\]]*\]/, (s) => ' '.repeat(s.length)))?.[0] ?? ''
  const hostStart = lead + skip + at + 1
  return {
    scheme,
    host: parsed.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''),
    port: portText.slice(1),
    path: rest
      .slice(authority.length)
      .replace(/[?#].*$/s, '')
      .replace(/\\\/?/g, '/'),
    user: at >= 0 ? authority.slice(0, at).replace(/(?::|@|%(?:2f|5c|40|3a|3f|23)).*$/is, '') : '',
    written: hostPart.slice(0, hostPart.length - portText.length),
    schemeEnd: lead + scheme.length,
    hostStart,
    hostEnd: hostStart + hostPart.length - portText.length,
  }
}

/** Clients leave tabs and line breaks inside of an address out: `https://api.open<TAB>ai.com` is one. Only a single word is one address. */
function withoutBreaks(text: string, platform: Platform): Address | null {
  const kept = [...text.matchAll(/[^\t\n\r]/g)].map((m) => m.index)
  const whole = text.replace(/[\t\n\r]/g, '')
  if (text.length > 512 || text.length - whole.length > 4 || !/^https?:/i.test(whole.trim())) return null
  const address = parseAddress(whole, platform)
  const place = (at: number) => kept[at] ?? text.length
  return address
    ? {
        ...address,
        schemeEnd: place(address.schemeEnd),
        hostStart: place(address.hostStart),
        hostEnd: place(address.hostEnd - 1) + 1,
      }
    : null
}

/** `https://<your-host>/v1`: no host that a platform parses, but plainly the place of one. */
function templateHost(scheme: string, rest: string): ReturnType<Platform['parseHttp']> {
  const host = /^[\w.-]*[<{[][\w .-]+[\]}>][\w.-]*(?=[:/?#]|$)/.exec(rest)?.[0]
  return scheme && host ? { hostname: host.toLowerCase(), port: '', pathname: '', username: '' } : null
}

const PRIVATE_SUFFIX =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|svc|test|home\.arpa|localdomain|consul|cluster\.local)$/

/** Loopback, RFC 1918, link local, `.internal`, `.local`, `.test`, and bare service names. */
export function isPrivateHost(host: string): boolean {
  if (host === '' || TEMPLATE_SIGN.test(host)) return false
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateIpv4(host)
  if (host.includes(':')) return isPrivateIpv6(host)
  if (!host.includes('.')) return true
  return PRIVATE_SUFFIX.test(host)
}

function isPrivateIpv4(host: string): boolean {
  const [a = 0, b = 0] = host.split('.').map(Number)
  return (
    a === 10 ||
    a === 127 ||
    a === 0 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b <= 127)
  )
}

function isPrivateIpv6(host: string): boolean {
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (mapped) {
    const [high, low] = [mapped[1], mapped[2]].map((word) => Number.parseInt(word as string, 16)) as [number, number]
    return isPrivateIpv4([high >> 8, high & 255, low >> 8, low & 255].join('.'))
  }
  return host === '::1' || host === '::' || /^f[cd][0-9a-f]{2}:/.test(host) || /^fe[89ab][0-9a-f]:/.test(host)
}

export function isIpAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':')
}

/** Brackets around a word to replace; no host holds them. */
const TEMPLATE_SIGN = /[<>{}]|\[[^\]:]*\]/
const RESERVED =
  /(?:^|\.)(?:example|invalid|example\.(?:com|net|org|edu|cn)|your-?(?:domain|host|server|company|site|org|proxy|api)\.[a-z.]+|yourdomain\.[a-z]+|domain\.(?:com|tld)|xxx+\.[a-z]+|xx+\.xx+)$/
const TEMPLATE_LABEL =
  /^(?:your|my|the|some|replace|insert|change)(?:[-_]?(?:own|custom|new|api|ai|llm|openai|azure|resource|proxy|relay|gateway|server|host|hostname|domain|base|url|endpoint|name|project|instance|deployment|worker|app|company|org|account|region|subdomain|username|user|space|workspace))+(?:[-_]?(?:name|here|url|host|id|domain|endpoint|resource|server|\d+))*$|^(?:your|xxx+|x{2,}|resource[-_]?name|hostname|host-?name|placeholder|base-?url|api-?base-?url|account-?id|your_.*|example|endpoint|subdomain)$/i

/** What nobody calls a host of their own: such a word stands for another one wherever it is. */
const TEMPLATE_WORD =
  /^(?:your[-_].*|your(?:own)?(?:domain|host|server|company|site|org|proxy|api|gateway|endpoint|relay|url|resource|instance|app|name)s?|(?:my|some)-?(?:domain|company|organi[sz]ation|website|corp)|xxx+|resource[-_]?name|host-?name|placeholder|subdomain|api-?base-?url|account-?id)$/i
/** `your.server`, `your.gateway`: no ending under which names are registered. */
const INSTRUCTION = /^your\.(?:domain|server|company|proxy|gateway|api|url|endpoint|relay|name|tld)$/

/** Ports that servers of local models listen on by default: Ollama, LM Studio, GPT4All, Jan. */
export function isLocalModelPort(port: string): boolean {
  return /^(?:11434|1234|4891|1337)$/.test(port)
}

/** Reserved names (RFC 2606) and template shapes such as `your-resource`, `<...>`, `xxx`. */
export function isPlaceholderText(text: string): boolean {
  const bare = text.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  if (/^[<{(%]|^\[(?![0-9a-f:.]+\])|^\.{3}|…/i.test(bare) || /^[^/]*[<>{}]/.test(bare)) return true
  const host =
    bare
      .split(/[/?#]/)[0]
      ?.replace(/^.*@/, '')
      .replace(/:[^:]*$/, '') ?? ''
  return isPlaceholderHost(host.toLowerCase())
}

/** The same for a parsed host. */
export function isPlaceholderHost(host: string): boolean {
  if (host === '') return false
  if (RESERVED.test(host) || TEMPLATE_SIGN.test(host)) return true
  return host.includes('.') ? isTemplateDomain(host) : TEMPLATE_LABEL.test(host)
}

/** `my-resource` below a cloud, or as the name of a service, is what a template calls it; below somebody's domain it is a name of theirs. */
export function isTemplateResource(host: string): boolean {
  return isPlaceholderHost(host) || host.split('.').some((label) => TEMPLATE_LABEL.test(label))
}

function isTemplateDomain(host: string): boolean {
  const own = registrable(host)
  const below = host.slice(0, -own.length - 1).split('.')
  return (
    [...below, own.split('.')[0] ?? ''].some((label) => TEMPLATE_WORD.test(label)) ||
    below.includes('your') ||
    own.startsWith('example.') ||
    INSTRUCTION.test(own)
  )
}

/** Paths that only an AI API has, whatever the host. */
const AI_PATH =
  /\/(?:v\d+(?:beta\d*|alpha)?\/)?(?:chat\/completions|messages(?:\/(?:batches|count_tokens))?|responses|completions|embeddings|images\/(?:generations|edits)|audio\/(?:transcriptions|speech|translations)|moderations|rerank|models|files|fine[-_]tun(?:es|ing\/jobs)|assistants|threads|realtime|batches)\/?$/i
const SURE_AI_PATH =
  /\/chat\/completions\/?$|\/v1\/messages(?:\/(?:batches|count_tokens))?\/?$|\/v1\/responses\/?$|:(?:streamG|g)enerateContent$|:(?:batchE|e)mbedContents?$|\/v1\/(?:embeddings|images\/generations|audio\/(?:transcriptions|speech)|completions|moderations)\/?$|\/openai\/deployments\/|\/compatible-mode\/v1|\/model\/[^/]+\/(?:invoke|converse)|\/v1\/complete$|\/wenxinworkshop\/|:rawPredict$|:streamRawPredict$|\/backend-(?:api|anon)\/(?:conversation|f\/conversation|codex(?:\/responses)?|sentinel\/chat-requirements)\/?$|\/v1internal:(?:streamG|g)enerateContent$/i
const API_ROOT =
  /^\/?$|^(?:\/[\w-]+){0,4}\/(?:v\d+(?:beta\d*|alpha)?|openai|anthropic|api|claude|gemini|codex|coding|compatible-mode(?:\/v1)?|paas\/v4)\/?$|^\/(?:api|v\d+|openai|anthropic|claude|gemini)(?:\/[\w-]+){0,2}\/?$/i

/** A path that is an AI API whatever the host: `/v1/chat/completions`, `/v1/messages`, `:generateContent`. */
export function isSureAiPath(path: string): boolean {
  return SURE_AI_PATH.test(path)
}

/** An AI path that services for mail and short messages have too: `/v1/messages`. */
export function isEverydayPath(path: string): boolean {
  return /\/v1\/(?:messages|responses)\/?$/i.test(path)
}

/** `/v1`, `/api/v1`, `/openai/v1beta`: a root that ends with the version of an API. */
export function isVersionedRoot(path: string): boolean {
  return /^(?:\/[\w-]+){0,3}\/v\d+(?:beta\d*|alpha)?\/?$/i.test(path)
}

/** A path that a listed API host serves: an AI path, a `/v1` root, or none. */
export function isApiPath(path: string): boolean {
  return API_ROOT.test(path) || AI_PATH.test(path) || SURE_AI_PATH.test(path)
}

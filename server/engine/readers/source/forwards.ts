/** Handlers that pass their caller's request on to another host: `fetch("https://host" + url.pathname, request)`. */
import type { Template } from '../../types'
import type { Tokens } from './tokens'

/** What names the request that came in, in the usual words of the frameworks. */
const INCOMING = String.raw`(?:req|request|c\.req(?:\.raw)?|ctx\.req(?:uest)?|context\.request|event\.request|event\.node\.req|exchange\.getRequest\(\)|call\.request|[Cc]ontext\.Request|c\.Request|\$request|\$req)`
/** The path of the request that came in. */
const CALLERS_PATH = new RegExp(
  String.raw`\b\w*(?:url|uri|Url|URL)\w*\.(?:pathname|path|Path|search|RequestURI|PathAndQuery)\b|${INCOMING}\s*(?:\.|->)\s*(?:url|URL|path|Path|uri|originalUrl|original_url|full_?path|raw_path|path_info|getRequestURI|getPathInfo|requestUri|match_info|path_params|params)\b|REQUEST_URI|\bRequestURI\b|\b(?:params?|Param|match_info|path_params)\b\W{0,3}(?:path|slug|proxy|rest|all|tail)\b`,
)
/** A name under which handlers hold that path. */
const PATH_NAME = /^(?:\w*[Pp]ath|path_?name|rest|tail|slug|route|path_and_query)$/
/** What is done to a request that one makes oneself. */
const MADE = String.raw`(?!\s*=[^=>]|\s*\.\s*(?:[sS]et|[aA]dd|append|Authorization|TryAdd\w*|insert|[cC]lear|update)\b|\s*\[[^\]]*\]\s*=[^=]|\(\s*[^)\s])`
/** The method, headers or body of the request that came in are used. */
const PASSES = new RegExp(
  String.raw`(?<![\w.])${INCOMING}\s*(?:\.|->|\?\.)\s*(?:method|headers?|getHeaders?|body|Body|Header|Method|stream|get_data|query_params|query_string|arrayBuffer|getContent|getMethod|into_body|data|rawBody|blob|getInputStream|getBody)\b${MADE}|\br\.(?:Header|Body|Method)\b${MADE}|new URL\(\s*${INCOMING}\.url`,
)
/** The request itself as an argument: `fetch(url, request)`, `new Request(url, req)`. */
const WHOLE_REQUEST = /^,\s*(?:req|request|event\.request|c\.req\.raw|ctx\.request)\s*[,)]/
/** Text of a handler that is looked at around a value. */
const AROUND = 4000

/** Whether the value, whose expression stands at tokens [`at`, `next`), is the caller's path on another host. */
export function forwards(tokens: Tokens, value: Template, at: number, next: number): boolean {
  const [first, ...rest] = value.parts
  if (!first || first.kind === 'unknown' || rest.length === 0 || !isBase(first)) return false
  const { text } = tokens.x
  const from = tokens.at(at)?.start ?? 0
  const to = tokens.at(next - 1)?.end ?? from
  const named = rest.some((p) => p.kind === 'ref' && PATH_NAME.test(p.name))
  const written = text.slice(from, to)
  if (!named && !CALLERS_PATH.test(written)) return false
  if (WHOLE_REQUEST.test(text.slice(to, to + 40))) return true
  return PASSES.test(handlerAround(tokens, at))
}

/** A literal that ends in a host or a path, or the name of one. */
function isBase(part: Template['parts'][number]): boolean {
  return part.kind === 'ref'
    ? part.to === 'env' || /^[\w.]+$/.test(part.name)
    : /^https?:\/\/[^\s?#]+$/.test(textOf(part))
}

const textOf = (part: Template['parts'][number]): string => (part.kind === 'text' ? part.text : '')

/** The text of the function around token `at`: from the line that defines it to its end, as far as `AROUND` reaches. */
function handlerAround(tokens: Tokens, at: number): string {
  const { x, language } = tokens
  const place = tokens.at(at)?.start ?? 0
  const from = Math.max(0, place - AROUND)
  const before = x.text.slice(from, place)
  const opened = [...before.matchAll(STARTS[language.id] ?? FUNCTION)].pop()?.index ?? 0
  const after = x.text.slice(place, place + AROUND)
  const end = after.search(STARTS[language.id] ?? FUNCTION)
  return before.slice(opened) + (end < 0 ? after : after.slice(0, end))
}

/** Where a function at the level of a file or a class begins. */
const FUNCTION =
  /^(?: {0,4}|\t?)(?:export\s+|public\s+|private\s+|async\s+|static\s+)*(?:func|function|fn|fun|def|pub|class)\b/gm
const STARTS: Readonly<Record<string, RegExp>> = {
  python: /^[ \t]*(?:async[ \t]+)?def\b/gm,
  ruby: /^[ \t]*(?:def|get|post|put|patch|match|delete)\b/gm,
}

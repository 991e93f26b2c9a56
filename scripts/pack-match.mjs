// The reference matcher of host patterns, written apart from the engine's label index so that each checks the other.

/** Whether `url` (with or without scheme) is matched by a pattern such as `*.openai.azure.com` or `api.{region}.host/path`. */
export function matchRow(pattern, url) {
  const [hostPattern, ...path] = pattern.split('/')
  const bare = String(url).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  const authority = bare.split(/[/?#]/)[0]
  const host = authority.replace(/^.*@/, '').replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase()
  const rest = bare.slice(authority.length)
  const re = new RegExp(
    `^${hostPattern
      .replace(/:\d+$/, '')
      .replace(/[.]/g, '\\.')
      .replace(/^\*\\\./, '(?:[a-z0-9_-]+\\.)+')
      .replace(/\*/g, '[a-z0-9_-]+')
      .replace(/\{[a-z]+\}/g, '[a-z0-9-]+')}$`,
  )
  if (!re.test(host)) return false
  const prefix = path.length > 0 ? `/${path.join('/').replace(/\/$/, '')}` : ''
  return prefix === '' || rest === prefix || rest.startsWith(`${prefix}/`) || rest.startsWith(`${prefix}?`)
}

/** Whether two patterns are equally specific and one matches an example of the other: nobody could say which row wins. */
export function overlaps(a, b) {
  const depth = (host) => host.split('/')[0].split('.').length + (host.includes('/') ? 100 : 0)
  if (depth(a.host) !== depth(b.host)) return false
  return (a.match ?? []).some((url) => matchRow(b.host, url)) || (b.match ?? []).some((url) => matchRow(a.host, url))
}

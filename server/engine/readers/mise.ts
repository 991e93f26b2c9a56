/** Names of tools as mise writes them. */

/** Back ends of mise whose names are packages of an ecosystem. */
const BACK_ENDS: Readonly<Record<string, string>> = {
  npm: 'npm',
  pipx: 'pypi',
  go: 'go',
  cargo: 'cargo',
  gem: 'gem',
  asdf: 'asdf',
  aqua: 'aqua',
  ubi: 'github',
  github: 'github',
}

/** `npm:NAME`, `aqua:OWNER/NAME`, `NAME`: the package and its ecosystem. */
export function miseTool(word: string): { readonly ecosystem: string; readonly name: string } {
  const [, backEnd = '', rest = ''] = /^([a-z]+):(.+)$/.exec(word) ?? []
  const ecosystem = BACK_ENDS[backEnd]
  if (!ecosystem) return { ecosystem: 'asdf', name: word }
  const name = rest.replace(/\[.*$/, '')
  // a release of a repository is known by the name of that
  return { ecosystem, name: /^(?:github|aqua|asdf)$/.test(ecosystem) ? name.replace(/^.*\//, '') : name }
}

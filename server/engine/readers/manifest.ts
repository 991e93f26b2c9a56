import type { Reader } from '../reader'

/** Package manifests without a structure of their own: names of dependencies; those that are programs are read as such too. */
export const manifest: Reader = {
  id: 'manifest',
  version: 1,
  dialects: ['requirements'],
  dialectOf(_path, name) {
    if (/^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/.test(name)) return 'requirements'
    if (name === 'go.mod') return 'go-mod'
    if (/^(?:pom\.xml|.*\.csproj|.*\.fsproj|packages\.config|Directory\.Packages\.props)$/.test(name)) return 'xml'
    if (name === 'Brewfile') return 'brewfile'
    if (name === 'build.gradle.kts') return 'gradle-kts'
    return name === 'build.gradle' ? 'gradle' : ''
  },
  read(x, out, context) {
    const each = (re: RegExp, ecosystem: string) => {
      for (const m of x.text.matchAll(re)) {
        const name = (m[2] !== undefined ? `${m[1]}:${m[2]}` : m[1]) as string
        const at = m.index + m[0].indexOf(m[1] as string)
        out.signature({
          kind: 'package',
          ecosystem,
          name,
          span: x.span(at, at + (m[1] as string).length),
          block: context.block,
        })
      }
    }
    if (context.dialect === 'requirements') each(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm, 'pypi')
    else if (context.dialect === 'go-mod') {
      each(/^module[ \t]+([\w./-]+)/gm, 'self')
      each(/^[ \t]*(?:require[ \t]+)?((?:[\w.-]+\/)[\w./-]+)[ \t]+v/gm, 'go')
    } else if (context.dialect === 'brewfile') each(/^[ \t]*(?:brew|cask)[ \t(]+["']([\w@./-]+)["']/gm, 'homebrew')
    else if (context.dialect.startsWith('gradle')) {
      each(/["']([\w.-]+):([\w.-]+):[^"']*["']/g, 'maven')
      // a build file is a program: its tasks set variables too
      context.embed(context.dialect === 'gradle-kts' ? 'kotlin' : 'groovy', x, context.block)
    } else {
      each(/<groupId>([\w.-]+)<\/groupId>\s*<artifactId>([\w.-]+)<\/artifactId>/g, 'maven')
      each(/<Package(?:Reference|Version)\s+Include="([\w.-]+)"/g, 'nuget')
      context.embed('xml', x, context.block)
    }
  },
}

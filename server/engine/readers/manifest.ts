import type { FactsBuilder } from '../builder'
import type { Reader } from '../reader'
import type { Excerpt } from '../text'

/** Package manifests without a structure of their own: names of dependencies; those that are programs are read as such too. */
export const manifest: Reader = {
  id: 'manifest',
  version: 4,
  dialects: ['requirements'],
  dialectOf(_path, name) {
    if (/^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/.test(name)) return 'requirements'
    if (name === 'go.mod') return 'go-mod'
    if (/^(?:pom\.xml|.*\.csproj|.*\.fsproj|packages\.config|Directory\.Packages\.props)$/.test(name)) return 'xml'
    if (name === 'Brewfile') return 'brewfile'
    if (name === '.tool-versions') return 'tool-versions'
    if (name === 'setup.py') return 'setup-py'
    if (name === 'setup.cfg') return 'setup-cfg'
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
    const named = (list: RegExpMatchArray, re: RegExp) => {
      for (const m of list[0].matchAll(re)) {
        const at = (list.index ?? 0) + m.index + m[0].indexOf(m[1] as string)
        const span = x.span(at, at + (m[1] as string).length)
        out.signature({ kind: 'package', ecosystem: 'pypi', name: m[1] as string, span, block: context.block })
      }
    }
    const refer = (re: RegExp, kind: 'build' | 'dependency') => {
      for (const m of x.text.matchAll(re)) {
        const name = m[1] as string
        const at = m.index + m[0].indexOf(name)
        const target = name.replaceAll('\\', '/').replace(/\/[^/]+\.(?:cs|fs|vb)proj$/, '')
        out.reference({ kind, target, span: x.span(at, at + name.length), block: context.block })
      }
    }
    const remarks = (re: RegExp) => {
      for (const m of x.text.matchAll(re))
        out.comment(m[1] as string, x.span(m.index + m[0].length - (m[1] as string).length - 1, m.index + m[0].length))
    }
    if (context.dialect === 'requirements' || context.dialect === 'brewfile') remarks(/(?:^|[ \t])#([^\r\n]*)/gm)
    else if (context.dialect === 'go-mod') remarks(/(?:^|[ \t])\/\/([^\r\n]*)/gm)
    if (context.dialect === 'requirements') {
      each(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm, 'pypi')
      refer(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm, 'dependency')
      refer(/^[ \t]*(?:(?:-e|--editable)[ \t=]+)?(?:file:)?(\.{1,2}\/[\w./-]+)/gm, 'build')
    } else if (context.dialect === 'go-mod') {
      each(/^module[ \t]+([\w./-]+)/gm, 'self')
      each(/^[ \t]*(?:require[ \t]+)?((?:[\w.-]+\/)[\w./-]+)[ \t]+v/gm, 'go')
      refer(/^[ \t]*(?:require[ \t]+)?((?:[\w.-]+\/)[\w./-]+)[ \t]+v/gm, 'dependency')
      refer(/=>[ \t]*(\.{1,2}\/[\w./-]+)/g, 'build')
    } else if (context.dialect === 'tool-versions') each(/^[ \t]*([\w.-]+)[ \t]+[\w.]/gm, 'asdf')
    else if (context.dialect === 'setup-py') {
      for (const list of x.text.matchAll(/\b\w+_requires?\s*=\s*(?:\[[^\]]*\]|\{[^}]*\})/g))
        named(list, /["']([A-Za-z0-9][\w.-]*)[^"'\n]*["'](?!\s*:)/g)
      context.embed('python', x, context.block)
    } else if (context.dialect === 'setup-cfg') {
      for (const list of x.text.matchAll(/^(?:\w+_requires?|[\w-]+)[ \t]*=[ \t]*((?:\r?\n[ \t]+[^\r\n]*)+)/gm))
        named(list, /^[ \t]+([A-Za-z0-9][\w.-]*)[ \t]*(?=$|[\r[<>=!~;])/gm)
      context.embed('ini', x, context.block)
    } else if (context.dialect === 'brewfile') each(/^[ \t]*(?:brew|cask)[ \t(]+["']([\w@./-]+)["']/gm, 'homebrew')
    else if (context.dialect.startsWith('gradle')) {
      each(/["']([\w.-]+):([\w.-]+):[^"']*["']/g, 'maven')
      refer(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["'](:[\w:.-]+)["']/g, 'dependency')
      // a build file is a program: its tasks set variables too
      context.embed(context.dialect === 'gradle-kts' ? 'kotlin' : 'groovy', x, context.block)
    } else {
      each(/<groupId>([\w.-]+)<\/groupId>\s*<artifactId>([\w.-]+)<\/artifactId>/g, 'maven')
      refer(/<ProjectReference\s+Include="([^"]+\.(?:cs|fs|vb)proj)"/g, 'build')
      if (/(?:^|\/)pom\.xml$/.test(context.path)) readPom(x, out, context.block)
      each(/<Package(?:Reference|Version)\s+Include="([\w.-]+)"/g, 'nuget')
      context.embed('xml', x, context.block)
    }
  },
}

/** The own name of a Maven module, and those of its dependencies that are written in full. */
function readPom(x: Excerpt, out: FactsBuilder, block: number): void {
  const outside = x.text.replace(
    /<(parent|dependencies|dependencyManagement|build|profiles|plugins|modules)>[\s\S]*?<\/\1>/g,
    (part) => ' '.repeat(part.length),
  )
  const own = /<artifactId>\s*([\w.-]+)/.exec(outside)
  const parent = /<parent>[\s\S]*?<groupId>\s*([\w.-]+)/.exec(x.text)?.[1]
  const group = /<groupId>\s*([\w.-]+)/.exec(outside)?.[1] ?? parent ?? ''
  const span = (m: RegExpExecArray | RegExpMatchArray, name: string) => {
    const at = (m.index ?? 0) + m[0].lastIndexOf(name)
    return x.span(at, at + name.length)
  }
  if (own?.[1])
    out.signature({ kind: 'package', ecosystem: 'self', name: `${group}:${own[1]}`, span: span(own, own[1]), block })
  for (const m of x.text.matchAll(
    /<dependency>\s*<groupId>\s*([\w.${}-]+)\s*<\/groupId>\s*<artifactId>\s*([\w.-]+)/g,
  )) {
    const [, given = '', name = ''] = m
    const whose = /^\$\{(?:project|pom)\.groupId\}$/.test(given) ? group : given
    out.reference({ kind: 'dependency', target: `${whose}:${name}`, span: span(m, name), block })
  }
}

// esbuild settings shared by the build and the tests: four virtual modules carry data and the list of rules.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePack } from './pack.mjs'

/** `relaylint:pack` (JSON text of each part), `relaylint:pages` (rule pages by id), `relaylint:policy-schema`, `relaylint:checks` (every rules/checks/<id>.ts). */
export function virtualModules(root) {
  return {
    name: 'relaylint',
    setup(build) {
      build.onResolve({ filter: /^relaylint:/ }, (args) => ({ path: args.path, namespace: 'relaylint' }))
      build.onLoad({ filter: /pack$/, namespace: 'relaylint' }, () => {
        const { pack, errors } = compilePack(root)
        if (errors.length > 0) return { errors: errors.map((text) => ({ text })) }
        const parts = Object.fromEntries(Object.entries(pack).map(([name, part]) => [name, JSON.stringify(part)]))
        return { contents: `export default ${JSON.stringify(parts)}`, loader: 'js' }
      })
      build.onLoad({ filter: /pages$/, namespace: 'relaylint' }, () => {
        const dir = join(root, 'rules/checks')
        const pages = Object.fromEntries(
          readdirSync(dir)
            .filter((f) => f.endsWith('.md'))
            .sort()
            .map((f) => [f.slice(0, -3), readFileSync(join(dir, f), 'utf8')]),
        )
        return { contents: `export default ${JSON.stringify(pages)}`, loader: 'js' }
      })
      build.onLoad({ filter: /policy-schema$/, namespace: 'relaylint' }, () => ({
        contents: readFileSync(join(root, 'rules/schema/policy.schema.json'), 'utf8'),
        loader: 'json',
      }))
      build.onLoad({ filter: /checks$/, namespace: 'relaylint' }, () => {
        const ids = readdirSync(join(root, 'rules/checks'))
          .filter((f) => f.endsWith('.ts'))
          .sort()
        const lines = ids.map((f, i) => `import r${i} from './rules/checks/${f}'`)
        return {
          contents: `${lines.join('\n')}\nexport default [${ids.map((_, i) => `r${i}`).join(', ')}]`,
          loader: 'js',
          resolveDir: root,
        }
      })
    },
  }
}

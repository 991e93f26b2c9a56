// Every fact file against the JSON Schema of its kind, with the line of the node that is wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'

const SUFFIX = '.schema.json'
/** `/endpoints/3/seen/last` as the path of a node. */
const nodePath = (pointer) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')))

const where = (path) => (path.length > 0 ? `${path.join('.')}: ` : '')

function sentence(error, value) {
  const { keyword, params, message } = error
  if (keyword === 'additionalProperties') return `unknown key ${params.additionalProperty}`
  if (keyword === 'required') return `${params.missingProperty} is missing`
  if (keyword === 'enum') return `${JSON.stringify(value)} is none of ${params.allowedValues.join(', ')}`
  if (keyword === 'const')
    return `${JSON.stringify(value)} is not ${JSON.stringify(params.allowedValue)}; leave the key out`
  return message
}

/** Compiles the schemas of a folder; returns `check(kind, file)`, which yields `file:line: message`. */
export function schemaChecker(folder) {
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, verbose: true })
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX) && name !== `policy${SUFFIX}`)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  for (const schema of schemas) ajv.addSchema(schema)
  const base = schemas[0].$id.replace(/[^/]*$/, '')
  return function* check(kind, file) {
    const validate = ajv.getSchema(`${base}${kind}${SUFFIX}`)
    if (validate(file.value)) return
    for (const error of validate.errors) {
      if (error.keyword === 'anyOf' && error.schema.every((s) => s.required)) {
        const path = nodePath(error.instancePath)
        const needed = error.schema.map((s) => s.required[0]).join(', ')
        yield `${file.at(path)}: ${where(path)}needs one of ${needed}`
        continue
      }
      // what an alternative lacks is said by the alternative as a whole
      if (/\/anyOf\/\d/.test(error.schemaPath)) continue
      const path = nodePath(error.instancePath)
      const at = error.keyword === 'additionalProperties' ? [...path, error.params.additionalProperty] : path
      yield `${file.at(at)}: ${where(path)}${sentence(error, error.data)}`
    }
  }
}

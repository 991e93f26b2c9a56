// What a file of a client says about its variables agrees with itself.

export function* clientErrors(all) {
  for (const item of all.clients) {
    const { env = [], precedence = [] } = item.row
    const names = new Set(env.map((e) => e.name))
    for (const [k, e] of env.entries())
      if ((e.note !== undefined) !== (e.ambiguous === true))
        yield `${item.at('env', k)}: ${e.name}: an ambiguous name needs a note, and no other`
    for (const [k, step] of precedence.entries()) {
      const name = step.slice(step.indexOf(':') + 1)
      if (step.startsWith('env:') && !names.has(name))
        yield `${item.at('precedence', k)}: ${name} is in the order, not among the variables`
    }
  }
}
